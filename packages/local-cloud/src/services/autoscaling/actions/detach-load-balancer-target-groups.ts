import { DetachLoadBalancerTargetGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { requireGroup } from '../require-group.ts';

/** DetachLoadBalancerTargetGroups: the groups controller deregisters the instances and waits for draining. */
export const route: Route = on(DetachLoadBalancerTargetGroupsCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const arns = input.TargetGroupARNs ?? [];
  const unknown = arns.filter((arn) => !group.targetGroupArns.includes(arn));
  if (unknown.length > 0) {
    throw new AwsError(
      'ValidationError',
      `Trying to remove Target Groups that are not part of the group: [${unknown.join(', ')}]`,
    );
  }
  cloud.tables.groups.update(group.id, {
    targetGroupArns: group.targetGroupArns.filter((arn) => !arns.includes(arn)),
    leavingTargetGroupArns: [...new Set([...group.leavingTargetGroupArns, ...arns])],
  });
  cloud.poke();
  return {};
});
