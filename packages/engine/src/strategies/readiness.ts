import { healthyInstances } from '../model/observed.ts';
import type { Observed, Side } from '../model/observed.ts';

/** Whether every part of the side exists and the listener knows it. */
export function isComplete(side: Side | undefined): side is Side & { group: NonNullable<Side['group']> } {
  if (side?.group === undefined || side.group.deleting) return false;
  return (
    side.launchTemplateId !== undefined && side.targetGroupArn !== undefined && side.weight !== undefined
  );
}

/** Whether the load balancer takes requests and every instance that the side should have is in service and healthy. */
export function isReady(observed: Observed, side: Side | undefined): boolean {
  if (!isComplete(side) || observed.loadBalancer?.state !== 'active') return false;
  const { desired } = side.group.capacity;
  return desired > 0 && healthyInstances(side).length >= desired;
}
