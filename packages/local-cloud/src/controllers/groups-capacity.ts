import { countedMembers } from '../services/autoscaling/members.ts';
import { isActive } from '../services/autoscaling/processes.ts';
import type { GroupInstanceRecord, GroupRecord } from '../store/records/auto-scaling.ts';
import { chooseVictims, type ScaleIn } from './groups-victims.ts';
import { chooseRebalanceZone, chooseZones } from './groups-zones.ts';

/** What a group does about the difference between the capacity it has and the one it should have. */
export type CapacityPlan =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'launch'; readonly zones: readonly string[] }
  | { readonly kind: 'rebalance'; readonly zone: string }
  | { readonly kind: 'terminate'; readonly victims: readonly GroupInstanceRecord[] };

/**
 * Compares the members that count with the desired capacity. `currentTemplate` is what the group launches from now.
 * A group that is even in number but not over its zones first launches where it has least; scale-in of the one
 * too many waits until that one serves.
 */
export function planCapacity(
  group: GroupRecord,
  currentTemplate: { readonly id: string; readonly version: number } | undefined,
  now: Date,
  configuredAt: ScaleIn['configuredAt'] = () => undefined,
): CapacityPlan {
  const counted = countedMembers(group);
  const missing = group.desiredCapacity + (group.refresh?.surge ?? 0) - counted.length;
  const mayLaunch = isActive(group, 'Launch') && (!group.launchBackoff || group.launchBackoff.until <= now);
  if (missing > 0) {
    return mayLaunch
      ? { kind: 'launch', zones: chooseZones(group.zones, counted, missing) }
      : { kind: 'nothing' };
  }
  const settled = counted.every(
    ({ lifecycleState, healthStatus }) => lifecycleState === 'InService' && healthStatus === 'Healthy',
  );
  if (missing < 0) {
    if (!isActive(group, 'Terminate') || (group.rebalancing && !settled)) return { kind: 'nothing' };
    const { zones, terminationPolicies: policies } = group;
    const scaleIn = { zones, policies, launchTemplate: currentTemplate, configuredAt, now };
    return { kind: 'terminate', victims: chooseVictims(counted, -missing, scaleIn) };
  }
  // A refresh puts its replacements where they even out the zones; more than it asked for would break its bounds.
  const mayRebalance =
    !group.refresh && mayLaunch && isActive(group, 'AZRebalance') && isActive(group, 'Terminate');
  const zone = mayRebalance && settled ? chooseRebalanceZone(group.zones, counted) : undefined;
  return zone === undefined ? { kind: 'nothing' } : { kind: 'rebalance', zone };
}

/** How long a group waits after its n-th failed launch in a row: doubling from half a second to five. */
export function backoffMs(failures: number): number {
  return Math.min(500 * 2 ** (failures - 1), 5000);
}
