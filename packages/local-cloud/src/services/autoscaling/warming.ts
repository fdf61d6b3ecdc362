import type { LocalCloud } from '../../cloud.ts';
import type { GroupRecord } from '../../store/records/auto-scaling.ts';
import { countedMembers } from './members.ts';

/** How many members do not carry their share yet: they are not in service, or for less than the warm-up. */
export function warmingMembers(
  cloud: LocalCloud,
  group: GroupRecord,
  policyWarmup: number | undefined,
): number {
  const seconds = policyWarmup ?? group.defaultInstanceWarmup ?? group.defaultCooldown;
  const since = cloud.now().getTime() - seconds * 1000;
  const counted = countedMembers(group);
  const warm = counted.filter(
    ({ lifecycleState, inServiceSince }) =>
      lifecycleState === 'InService' && inServiceSince !== undefined && inServiceSince.getTime() <= since,
  );
  // What is not even launched yet is on its way, too.
  return Math.max(0, Math.max(counted.length, group.desiredCapacity) - warm.length);
}
