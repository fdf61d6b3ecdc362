import type { Filter } from '@aws-sdk/client-auto-scaling';
import type { GroupRecord } from '../../store/records/auto-scaling.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** Whether a group passes every filter of DescribeAutoScalingGroups: `tag-key`, `tag-value` and `tag:KEY`. */
export function matchesGroupFilters(group: GroupRecord, filters: readonly Filter[]): boolean {
  return filters.every(({ Name: name = '', Values: values = [] }) => {
    if (name === 'tag-key') return group.tags.some(({ key }) => values.includes(key));
    if (name === 'tag-value') return group.tags.some(({ value }) => values.includes(value));
    if (name.startsWith('tag:')) {
      const wanted = name.slice('tag:'.length);
      return group.tags.some(({ key, value }) => key === wanted && values.includes(value));
    }
    throw new AwsError(
      'ValidationError',
      `Filter type ${name} is not correct. Allowed Filter types are: tag-key tag-value tag:<key>`,
    );
  });
}
