import type { LocalCloud } from '../../cloud.ts';
import type { GroupInstanceRecord, GroupRecord, LifecycleState } from '../../store/records/auto-scaling.ts';
import type { InstanceRecord } from '../../store/records/ec2.ts';

const COUNTED: ReadonlySet<LifecycleState> = new Set([
  'Pending',
  'Pending:Wait',
  'Pending:Proceed',
  'InService',
]);

/** Whether a member counts towards the desired capacity: it serves, or it is about to. */
export function isCounted(member: GroupInstanceRecord): boolean {
  return COUNTED.has(member.lifecycleState);
}

/** Whether a member is on its way to being terminated. */
export function isTerminating({ lifecycleState }: GroupInstanceRecord): boolean {
  return lifecycleState.startsWith('Terminating');
}

/** The members that count towards the desired capacity. */
export function countedMembers(group: GroupRecord): readonly GroupInstanceRecord[] {
  return group.instances.filter(isCounted);
}

/** A new member for an instance that was launched or attached. */
export function memberOf(group: GroupRecord, instance: InstanceRecord, now: Date): GroupInstanceRecord {
  return {
    instanceId: instance.id,
    lifecycleState: 'Pending',
    healthStatus: 'Healthy',
    zone: instance.zone,
    instanceType: instance.instanceType,
    protectedFromScaleIn: group.newInstancesProtectedFromScaleIn,
    addedAt: now,
    ...(instance.launchTemplate ? { launchTemplate: instance.launchTemplate } : {}),
  };
}

/** Puts a member into its group, in the place of the one with the same instance id if there is one. */
export function putMember(cloud: LocalCloud, groupName: string, member: GroupInstanceRecord): void {
  const group = cloud.tables.groups.get(groupName);
  if (!group) return;
  const known = group.instances.some(({ instanceId }) => instanceId === member.instanceId);
  cloud.tables.groups.update(groupName, {
    instances: known
      ? group.instances.map((other) => (other.instanceId === member.instanceId ? member : other))
      : [...group.instances, member],
  });
}

/** Takes a member out of its group. */
export function dropMember(cloud: LocalCloud, groupName: string, instanceId: string): void {
  const group = cloud.tables.groups.get(groupName);
  if (!group) return;
  cloud.tables.groups.update(groupName, {
    instances: group.instances.filter((member) => member.instanceId !== instanceId),
  });
}

/**
 * Whether a member is so fresh that failed checks of its service do not count yet. A machine that was booted again,
 * as all are when the local cloud is, gets the time once more.
 */
export function inGracePeriod(
  group: GroupRecord,
  { inServiceSince }: GroupInstanceRecord,
  runningSince: Date | undefined,
  now: Date,
): boolean {
  if (!inServiceSince) return true;
  const since = Math.max(inServiceSince.getTime(), runningSince?.getTime() ?? 0);
  return now.getTime() - since < group.healthCheckGracePeriod * 1000;
}
