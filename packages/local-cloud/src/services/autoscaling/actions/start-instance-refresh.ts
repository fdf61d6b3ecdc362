import { randomUUID } from 'node:crypto';
import { StartInstanceRefreshCommand, type StartInstanceRefreshType } from '@aws-sdk/client-auto-scaling';
import type { LocalCloud } from '../../../cloud.ts';
import type { InstanceRefreshRecord } from '../../../store/records/auto-scaling.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { activeRefresh, forgetOldRefreshes, irreversible } from '../instance-refreshes.ts';
import { readLaunchTemplate } from '../read-launch-template.ts';
import { readRefreshPreferences } from '../read-refresh-preferences.ts';
import { requireGroup } from '../require-group.ts';

/** StartInstanceRefresh: recorded as `Pending`; the instance refresh controller replaces the instances. */
export const route: Route = on(StartInstanceRefreshCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const preferences = readRefreshPreferences(input.Preferences);
  const desiredTemplate = readDesired(cloud, input);
  const reason = preferences.autoRollback ? irreversible(group, desiredTemplate) : undefined;
  if (reason !== undefined) {
    throw new AwsError('ValidationError', `AutoRollback cannot be enabled because ${reason}.`);
  }
  if (preferences.skipMatching && !desiredTemplate && !group.launchTemplate) {
    throw new AwsError(
      'ValidationError',
      'SkipMatching is not supported for a launch configuration: specify a launch template in DesiredConfiguration.',
    );
  }
  if (activeRefresh(cloud, group.id)) {
    throw new AwsError(
      'InstanceRefreshInProgress',
      'An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.',
    );
  }
  forgetOldRefreshes(cloud, group.id);
  const { id } = cloud.tables.instanceRefreshes.put({
    id: randomUUID(),
    groupName: group.id,
    status: 'Pending',
    startedAt: cloud.now(),
    preferences,
    ...(desiredTemplate ? { desiredTemplate } : {}),
    originalIds: [],
    outdatedIds: [],
    percentageComplete: 0,
    instancesToUpdate: group.instances.length,
  });
  cloud.poke();
  return { InstanceRefreshId: id };
});

function readDesired(
  cloud: LocalCloud,
  { Strategy: strategy = 'Rolling', DesiredConfiguration: desired }: StartInstanceRefreshType,
): InstanceRefreshRecord['desiredTemplate'] {
  if (strategy !== 'Rolling') {
    throw new AwsError(
      'ValidationError',
      `The local cloud does not support Strategy ${strategy}: use Rolling.`,
    );
  }
  if (desired?.MixedInstancesPolicy) {
    throw new AwsError(
      'ValidationError',
      'The local cloud does not support MixedInstancesPolicy: use LaunchTemplate instead.',
    );
  }
  return desired?.LaunchTemplate && readLaunchTemplate(cloud, desired.LaunchTemplate);
}
