import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { MovingParts } from './fleet-cloud-memory.ts';

/** Whether instances are on their way into a group: a look at it may show something new at any moment. */
export const areInMotion = (groups: readonly AutoScalingGroup[]): boolean =>
  groups.some(({ Instances = [], DesiredCapacity = 0, Status }) => {
    const counted = Instances.filter(({ LifecycleState = '' }) => counts(LifecycleState));
    const arrived = counted.every(({ LifecycleState }) => LifecycleState === 'InService');
    // One that is being deleted only shrinks.
    return Status === undefined && (!arrived || counted.length !== DesiredCapacity);
  });

/** Whether an instance in service has not been seen healthy yet. */
export function isAwaited(health: MovingParts['health'], groups: readonly AutoScalingGroup[]): boolean {
  const healthy = new Set(
    [...health.values()]
      .flat()
      .flatMap(({ Target, TargetHealth }) => (TargetHealth?.State === 'healthy' ? [Target?.Id] : [])),
  );
  return groups.some(({ Instances = [] }) =>
    Instances.some(
      ({ InstanceId, LifecycleState }) => LifecycleState === 'InService' && !healthy.has(InstanceId),
    ),
  );
}

/** What ends, drains or stands aside is nothing that a rollout waits for by the moment. */
const counts = (state: string): boolean =>
  !state.startsWith('Terminat') && !state.startsWith('Detach') && !/standby/i.test(state);
