import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { createAddressPool } from '../addresses.ts';
import { refuseDryRun } from '../dry-run.ts';
import { findLaunchTemplateVersion } from '../find-launch-template.ts';
import { launchInstances } from '../launch-instances.ts';
import type { LaunchPart } from '../launch.ts';
import { mergeLaunch, readLaunch } from '../read-launch.ts';
import { renderInstance, renderReservation } from '../render-instance.ts';
import { requireLaunchSubnet } from '../require-launch-parts.ts';

/** EC2 RunInstances: the request laid over the launch template that it names, if any. */
export const route: Route = on(RunInstancesCommand, (input, { cloud }) => {
  const { MinCount: min = 1, MaxCount: max = 1 } = input;
  if (min < 1 || max < min) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${min}) for parameter minCount is invalid: it must be at least 1 and at most maxCount (${max}).`,
    );
  }
  const reference = input.LaunchTemplate;
  const template =
    reference &&
    findLaunchTemplateVersion(cloud, {
      id: reference.LaunchTemplateId,
      name: reference.LaunchTemplateName,
      version: reference.Version,
    });
  const base: LaunchPart = template ? readLaunch(template.version.data) : {};
  const { imageId, ...part } = mergeLaunch(base, readLaunch(input));
  if (imageId === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter ImageId');
  }
  const launch = {
    ...part,
    imageId,
    instanceType: part.instanceType ?? 'm1.small',
    clientToken: input.ClientToken,
    tags: part.tags ?? {},
    launchTemplate: template && {
      id: template.record.id,
      name: template.record.name,
      version: template.version.version,
    },
  };
  const free =
    max > min ? createAddressPool(cloud, requireLaunchSubnet(cloud, { ...launch, count: max })).free : max;
  refuseDryRun(input.DryRun);
  const instances = launchInstances(cloud, { ...launch, count: Math.min(max, Math.max(min, free)) });
  return renderReservation(cloud, instances, (instance) => renderInstance(cloud, instance));
});
