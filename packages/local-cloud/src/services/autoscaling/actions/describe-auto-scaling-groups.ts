import { DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { paginate } from '../../paginate.ts';
import { matchesGroupFilters } from '../group-filters.ts';
import { renderGroup } from '../render-group.ts';

/** DescribeAutoScalingGroups: names that do not exist are left out, as AWS does. */
export const route: Route = on(DescribeAutoScalingGroupsCommand, (input, { cloud }) => {
  const { AutoScalingGroupNames: names = [], Filters: filters = [], MaxRecords: max = 50 } = input;
  if (max > 100) {
    throw new AwsError('ValidationError', `MaxRecords must be between 1 and 100, and is ${max}`);
  }
  const wanted = new Set(names);
  const groups = [...cloud.tables.groups.values()].filter(
    (group) => (wanted.size === 0 || wanted.has(group.id)) && matchesGroupFilters(group, filters),
  );
  const { page, nextToken } = paginate(groups, max, input.NextToken);
  return { AutoScalingGroups: page.map(renderGroup), NextToken: nextToken };
});
