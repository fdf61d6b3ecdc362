import { randomUUID } from 'node:crypto';
import { CreateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { readPlacement } from '../placement.ts';
import { readHealthCheckType } from '../read-health-check-type.ts';
import { readLaunchSource } from '../read-launch-source.ts';
import { readLifecycleHook } from '../read-lifecycle-hook.ts';
import { readTags } from '../read-tags.ts';
import { refuseUnsupported } from '../refuse-unsupported.ts';
import { requireTargetGroups } from '../require-target-groups.ts';
import { changeSizes } from '../sizes.ts';
import { readTerminationPolicies } from '../termination-policies.ts';

/** CreateAutoScalingGroup: records the group; the groups controller launches its instances. */
export const route: Route = on(CreateAutoScalingGroupCommand, (input, { cloud, region }) => {
  const name = requireFreshName(input.AutoScalingGroupName ?? '');
  if (cloud.tables.groups.get(name)) {
    throw new AwsError(
      'AlreadyExists',
      `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
    );
  }
  refuseUnsupported(input);
  const source = readLaunchSource(cloud, input);
  if (!source) {
    throw new AwsError(
      'ValidationError',
      'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.',
    );
  }
  const minSize = input.MinSize ?? 0;
  const sizes = changeSizes(
    { minSize, maxSize: input.MaxSize ?? 0, desiredCapacity: minSize },
    { desiredCapacity: input.DesiredCapacity },
  );
  const placement = readPlacement(cloud, input.VPCZoneIdentifier, input.AvailabilityZones);
  if (!placement) {
    throw new AwsError('ValidationError', 'At least one Availability Zone or VPC Subnet is required.');
  }
  const hooks = (input.LifecycleHookSpecificationList ?? []).map((hook) => readLifecycleHook(name, hook));
  const createdAt = cloud.now();
  cloud.tables.groups.put({
    id: name,
    arn: `arn:aws:autoscaling:${region}:${cloud.accountId}:autoScalingGroup:${randomUUID()}:autoScalingGroupName/${name}`,
    ...sizes,
    defaultCooldown: input.DefaultCooldown ?? 300,
    ...(input.DefaultInstanceWarmup === undefined || input.DefaultInstanceWarmup < 0
      ? {}
      : { defaultInstanceWarmup: input.DefaultInstanceWarmup }),
    healthCheckType: readHealthCheckType(input.HealthCheckType ?? 'EC2'),
    healthCheckGracePeriod: input.HealthCheckGracePeriod ?? 0,
    ...source,
    ...placement,
    targetGroupArns: requireTargetGroups(cloud, input.TargetGroupARNs),
    terminationPolicies: readTerminationPolicies(input.TerminationPolicies),
    newInstancesProtectedFromScaleIn: input.NewInstancesProtectedFromScaleIn ?? false,
    suspendedProcesses: [],
    instances: [],
    createdAt,
    tags: readTags(input.Tags),
    enabledMetrics: [],
    leavingTargetGroupArns: [],
    capacityChange: {
      at: createdAt,
      cause: `a user request created an AutoScalingGroup changing the desired capacity from 0 to ${sizes.desiredCapacity}.`,
    },
  });
  for (const hook of hooks) cloud.tables.lifecycleHooks.put(hook);
  cloud.poke();
  return {};
});

function requireFreshName(name: string): string {
  if (name.length > 255 || name.includes(':') || !/^[\u0020-\ud7ff\ue000-\ufffd]+$/.test(name)) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${name}' at 'autoScalingGroupName' failed to satisfy constraint: Member must have length between 1 and 255 and must not contain a colon`,
    );
  }
  return name;
}
