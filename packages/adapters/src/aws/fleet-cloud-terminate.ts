import { TerminateInstanceInAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { CloudError } from '@imago/engine';
import type { EnvironmentRef, ReleaseId } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { describeGroup } from './fleet-cloud-group.ts';
import { fleetNames } from './fleet-cloud-names.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';

/** Calls at a time: Auto Scaling throttles its writes early. */
const atOnce = 8;

interface Ends {
  readonly side: ReleaseId;
  readonly instances: readonly string[];
  readonly shrink: boolean;
  /** As it was seen a moment ago; asked for where it was not. */
  readonly group: AutoScalingGroup | undefined;
}

/**
 * Ends instances of a group after draining: TerminateInstanceInAutoScalingGroup. Those on their way out are left
 * alone, so that no call makes the group smaller twice for one instance.
 */
export async function terminate(
  aws: AwsClients,
  ref: EnvironmentRef,
  { side, instances, shrink, group: recent }: Ends,
): Promise<void> {
  const group = recent ?? (await describeGroup(aws, fleetNames(ref).side(side)));
  const leaving = new Set(
    (group?.Instances ?? [])
      .filter(({ LifecycleState = '' }) => LifecycleState.startsWith('Terminat'))
      .map(({ InstanceId }) => InstanceId),
  );
  const left = instances.filter((id) => !leaving.has(id));
  const work = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) await end(aws, id, shrink);
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(atOnce, left.length) }, work));
  const failed = ended.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

async function end(aws: AwsClients, InstanceId: string, shrink: boolean): Promise<void> {
  const call = async (ShouldDecrementDesiredCapacity: boolean): Promise<void> => {
    const command = new TerminateInstanceInAutoScalingGroupCommand({
      InstanceId,
      ShouldDecrementDesiredCapacity,
    });
    await tolerate(['not-found'], aws.autoScaling.send(command));
  };
  try {
    await call(shrink);
  } catch (error) {
    // Somebody scaled in since: the group is as small as it may be, so this one is replaced instead.
    if (!shrink || !(error instanceof CloudError) || !/min ?size/i.test(error.message)) throw error;
    await call(false);
  }
}
