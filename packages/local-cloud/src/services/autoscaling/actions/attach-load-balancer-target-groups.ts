import { AttachLoadBalancerTargetGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { registerTargets } from '../../elbv2/targets.ts';
import { on, type Route } from '../../../wire/route.ts';
import { isActive } from '../processes.ts';
import { requireGroup } from '../require-group.ts';
import { requireTargetGroups } from '../require-target-groups.ts';

/** AttachLoadBalancerTargetGroups: instances in service are registered at once, later ones when they come. */
export const route: Route = on(AttachLoadBalancerTargetGroupsCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const arns = requireTargetGroups(cloud, input.TargetGroupARNs);
  cloud.tables.groups.update(group.id, {
    targetGroupArns: [...new Set([...group.targetGroupArns, ...arns])],
    leavingTargetGroupArns: group.leavingTargetGroupArns.filter((arn) => !arns.includes(arn)),
  });
  const serving = group.instances
    .filter(({ lifecycleState }) => lifecycleState === 'InService')
    .filter(({ instanceId }) => cloud.tables.instances.get(instanceId)?.state === 'running')
    .map(({ instanceId }) => ({ id: instanceId }));
  if (isActive(group, 'AddToLoadBalancer') && serving.length > 0) {
    for (const arn of arns) registerTargets(cloud, arn, serving);
  }
  cloud.poke();
  return {};
});
