import { DescribeInstanceRefreshesCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { paginate } from '../../paginate.ts';
import { refreshesOf } from '../instance-refreshes.ts';
import { renderInstanceRefresh } from '../render-instance-refresh.ts';
import { requireGroup } from '../require-group.ts';

/** DescribeInstanceRefreshes: newest first, or those that are named. */
export const route: Route = on(DescribeInstanceRefreshesCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const { MaxRecords: max = 50, InstanceRefreshIds: ids = [] } = input;
  if (max > 100) {
    throw new AwsError('ValidationError', `MaxRecords must be between 1 and 100, and is ${max}`);
  }
  const wanted = refreshesOf(cloud, group.id).filter(({ id }) => ids.length === 0 || ids.includes(id));
  const { page, nextToken } = paginate(wanted, max, input.NextToken);
  return { InstanceRefreshes: page.map(renderInstanceRefresh), NextToken: nextToken };
});
