import {
  CancelInstanceRefreshCommand,
  CreateOrUpdateTagsCommand,
  DescribeInstanceRefreshesCommand,
  StartInstanceRefreshCommand,
} from '@aws-sdk/client-auto-scaling';
import type { InstanceRefresh } from '@aws-sdk/client-auto-scaling';
import { CloudError } from '@imago/engine';
import type { EnvironmentRef, ObservedRefresh, RefreshPreferences, ReleaseId } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { fleetNames } from './fleet-cloud-names.ts';
import { refreshTag } from './fleet-cloud-tags.ts';
import { findTemplate } from './fleet-cloud-template.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';

const over = new Set(['Successful', 'Failed', 'Cancelled', 'RollbackSuccessful', 'RollbackFailed']);

/** Whether a refresh has come to its end, and tells nothing new. */
export const isOver = ({ status }: ObservedRefresh): boolean => over.has(status);

/** StartInstanceRefresh; one that brings the same template already is left to run. */
export async function startRefresh(
  aws: AwsClients,
  ref: EnvironmentRef,
  side: ReleaseId,
  template: ReleaseId,
  preferences: RefreshPreferences,
): Promise<void> {
  const AutoScalingGroupName = fleetNames(ref).side(side);
  const LaunchTemplate = await findTemplate(aws, ref, template);
  // First, so that whoever looks at a group with a refresh of ours knows to ask for it.
  const tag = { ResourceType: 'auto-scaling-group', ResourceId: AutoScalingGroupName, Key: refreshTag };
  await aws.autoScaling.send(
    new CreateOrUpdateTagsCommand({ Tags: [{ ...tag, Value: template, PropagateAtLaunch: false }] }),
  );
  const command = new StartInstanceRefreshCommand({
    AutoScalingGroupName,
    DesiredConfiguration: { LaunchTemplate },
    Preferences: preferencesOf(preferences),
  });
  try {
    await aws.autoScaling.send(command);
  } catch (error) {
    if (!(error instanceof CloudError) || !error.awsCode.startsWith('InstanceRefreshInProgress')) throw error;
    const running = await latestRefresh(aws, AutoScalingGroupName);
    if (templateIdOf(running) === LaunchTemplate.LaunchTemplateId) return;
    throw new CloudError(
      'conflict',
      error.awsCode,
      `another instance refresh of ${AutoScalingGroupName} is ${running?.Status ?? 'under way'}: let it end, or cancel it`,
      error,
    );
  }
}

/** CancelInstanceRefresh: what is replaced stays so. */
export async function cancelRefresh(aws: AwsClients, ref: EnvironmentRef, side: ReleaseId): Promise<void> {
  const AutoScalingGroupName = fleetNames(ref).side(side);
  const command = new CancelInstanceRefreshCommand({ AutoScalingGroupName });
  await tolerate(['not-found'], aws.autoScaling.send(command));
}

/** The latest refresh of a group; undefined where there is none, or the group is gone. */
export async function readRefresh(
  aws: AwsClients,
  groupName: string,
  releaseOf: ReadonlyMap<string, ReleaseId>,
): Promise<ObservedRefresh | undefined> {
  const found = await latestRefresh(aws, groupName);
  if (found?.InstanceRefreshId === undefined) return undefined;
  const { StatusReason: reason, StartTime: startedAt } = found;
  const to = releaseOf.get(templateIdOf(found) ?? '');
  return {
    id: found.InstanceRefreshId,
    status: found.Status ?? 'Pending',
    percentComplete: found.PercentageComplete ?? 0,
    ...(reason === undefined ? {} : { reason }),
    ...(to === undefined ? {} : { to }),
    ...(startedAt === undefined ? {} : { startedAt }),
  };
}

async function latestRefresh(
  aws: AwsClients,
  AutoScalingGroupName: string,
): Promise<InstanceRefresh | undefined> {
  const query = new DescribeInstanceRefreshesCommand({ AutoScalingGroupName, MaxRecords: 1 });
  const page = await tolerate(['not-found'], aws.autoScaling.send(query));
  return page?.InstanceRefreshes?.[0];
}

const templateIdOf = (refresh: InstanceRefresh | undefined): string | undefined =>
  refresh?.DesiredConfiguration?.LaunchTemplate?.LaunchTemplateId;

function preferencesOf(preferences: RefreshPreferences): StartInstanceRefreshCommand['input']['Preferences'] {
  const { checkpointPercentages: checkpoints, checkpointDelay } = preferences;
  return {
    MinHealthyPercentage: preferences.minHealthyPercentage,
    MaxHealthyPercentage: preferences.maxHealthyPercentage,
    InstanceWarmup: preferences.instanceWarmup,
    // AWS ends a refresh at its last checkpoint, and refuses a delay without one.
    ...(checkpoints.length === 0
      ? {}
      : {
          CheckpointPercentages: checkpoints.at(-1) === 100 ? [...checkpoints] : [...checkpoints, 100],
          CheckpointDelay: checkpointDelay,
        }),
    SkipMatching: preferences.skipMatching,
    StandbyInstances: words[preferences.standbyInstances],
    ScaleInProtectedInstances: words[preferences.scaleInProtectedInstances],
    // Turning back is the rollout's own, with all that belongs to it.
    AutoRollback: false,
    ...(preferences.bakeTime === 0 ? {} : { BakeTime: preferences.bakeTime }),
  };
}

const words = { terminate: 'Terminate', refresh: 'Refresh', ignore: 'Ignore', wait: 'Wait' } as const;
