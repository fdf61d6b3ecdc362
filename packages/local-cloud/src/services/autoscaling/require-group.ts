import type { LocalCloud } from '../../cloud.ts';
import type { GroupInstanceRecord, GroupRecord } from '../../store/records/auto-scaling.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** The group of this name, or AWS's error. */
export function requireGroup(cloud: LocalCloud, name: string | undefined): GroupRecord {
  const group = name === undefined ? undefined : cloud.tables.groups.get(name);
  if (group) return group;
  throw new AwsError(
    'ValidationError',
    `AutoScalingGroup name not found - AutoScalingGroup '${name ?? 'null'}' not found`,
  );
}

/** The members of a group with these instance ids, or AWS's error for the first that is not one. */
export function requireMembers(
  group: GroupRecord,
  instanceIds: readonly string[] | undefined,
): readonly GroupInstanceRecord[] {
  return (instanceIds ?? []).map((id) => {
    const member = group.instances.find(({ instanceId }) => instanceId === id);
    if (member) return member;
    throw new AwsError(
      'ValidationError',
      `The instance ${id} is not part of Auto Scaling group ${group.id}.`,
    );
  });
}

/** The group that an instance belongs to and its place in it, or AWS's error. */
export function requireManaged(
  cloud: LocalCloud,
  instanceId: string | undefined,
): { readonly group: GroupRecord; readonly member: GroupInstanceRecord } {
  for (const group of cloud.tables.groups.values()) {
    const member = group.instances.find((candidate) => candidate.instanceId === instanceId);
    if (member) return { group, member };
  }
  throw new AwsError(
    'ValidationError',
    `Instance Id not found - No managed instance found for instance ID: ${instanceId ?? 'null'}`,
  );
}
