import type { Tag } from '@aws-sdk/client-auto-scaling';
import type { LocalCloud } from '../../cloud.ts';
import type { GroupRecord } from '../../store/records/auto-scaling.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { requireGroup } from './require-group.ts';

/** Sorts the tags of a request by the group that each names; all groups must exist. */
export function groupTags(
  cloud: LocalCloud,
  tags: readonly Tag[] | undefined,
): ReadonlyMap<GroupRecord, readonly Tag[]> {
  const sorted = new Map<GroupRecord, Tag[]>();
  for (const tag of tags ?? []) {
    if (tag.ResourceId === undefined) throw new AwsError('ValidationError', 'Tag resource id is required.');
    const group = requireGroup(cloud, tag.ResourceId);
    const known = sorted.get(group);
    if (known) known.push(tag);
    else sorted.set(group, [tag]);
  }
  return sorted;
}
