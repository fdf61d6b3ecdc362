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

/** What a group's capacity is planned by, besides its own record. */
export interface CapacityFacts {
  /** What the group launches from now. */
  readonly currentTemplate: { readonly id: string; readonly version: number } | undefined;
  readonly now: Date;
  readonly configuredAt?: ScaleIn['configuredAt'];
  /** Whether every check that the group uses finds it healthy. */
  readonly isAvailable: (member: GroupInstanceRecord) => boolean;
  /** Instances that a refresh is about to replace. */
  readonly outdatedIds?: readonly string[];
}

/**
 * Compares the members that count with the desired capacity.
 * A group that is even in number but not over its zones first launches where it has least; scale-in of the one
 * too many waits until that one serves, and is healthy.
 */
export function planCapacity(
  group: GroupRecord,
  { currentTemplate, now, configuredAt = () => undefined, isAvailable, outdatedIds = [] }: CapacityFacts,
): CapacityPlan {
  const counted = countedMembers(group);
  const missing = group.desiredCapacity + (group.refresh?.surge ?? 0) - counted.length;
  const mayLaunch = isActive(group, 'Launch') && (!group.launchBackoff || group.launchBackoff.until <= now);
  const leaves = ({ instanceId }: { readonly instanceId: string }): boolean =>
    outdatedIds.includes(instanceId);
  if (missing > 0) {
    return mayLaunch
      ? { kind: 'launch', zones: chooseZones(group.zones, counted, missing, leaves) }
      : { kind: 'nothing' };
  }
  const settled = counted.every(isAvailable);
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
