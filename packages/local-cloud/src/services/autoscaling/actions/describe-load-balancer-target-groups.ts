import { DescribeLoadBalancerTargetGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { paginate } from '../../paginate.ts';
import { requireGroup } from '../require-group.ts';
import { attachmentState } from '../target-group-state.ts';

/** DescribeLoadBalancerTargetGroups: `Adding`, `Added`, `InService` or `Removing`. */
export const route: Route = on(DescribeLoadBalancerTargetGroupsCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const all = [...group.targetGroupArns, ...group.leavingTargetGroupArns].map((arn) => ({ id: arn }));
  const { page, nextToken } = paginate(all, input.MaxRecords ?? 100, input.NextToken);
  return {
    LoadBalancerTargetGroups: page.map(({ id }) => ({
      LoadBalancerTargetGroupARN: id,
      State: attachmentState(cloud, group, id),
    })),
    NextToken: nextToken,
  };
});
