import {
  DescribeTargetGroupsCommand,
  type DescribeTargetGroupsInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { LocalCloud } from '../../../cloud.ts';
import type { TargetGroupRecord } from '../../../store/records/elbv2.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { listPage } from '../list-page.ts';
import { renderTargetGroup } from '../render-target-group.ts';
import { requireLoadBalancer } from '../require-load-balancer.ts';
import { requireTargetGroup } from '../require-target-group.ts';
import { targetGroupsOf } from '../usage.ts';

/** DescribeTargetGroups: by ARNs, by names, of a load balancer, or all of them in pages. */
export const route: Route = on(DescribeTargetGroupsCommand, (input, { cloud }) => {
  const { page, nextToken } = listPage(select(cloud, input), input);
  return {
    TargetGroups: page.map((record) => renderTargetGroup(cloud, record)),
    NextMarker: nextToken,
  };
});

function select(cloud: LocalCloud, input: DescribeTargetGroupsInput): readonly TargetGroupRecord[] {
  const { LoadBalancerArn: loadBalancerArn, TargetGroupArns: arns = [], Names: names = [] } = input;
  const given = [loadBalancerArn !== undefined, arns.length > 0, names.length > 0].filter(Boolean);
  if (given.length > 1) {
    throw new AwsError(
      'ValidationError',
      "Target group names, target group ARNs and a load balancer ARN can't be specified at the same time",
    );
  }
  if (arns.length > 0) return arns.map((arn) => requireTargetGroup(cloud, arn));
  const all = [...cloud.tables.targetGroups.values()];
  if (loadBalancerArn !== undefined) {
    requireLoadBalancer(cloud, loadBalancerArn);
    const used = new Set(targetGroupsOf(cloud, loadBalancerArn));
    return all.filter(({ id }) => used.has(id));
  }
  if (!names.every((name) => all.some((record) => record.name === name))) {
    throw new AwsError('TargetGroupNotFound', 'One or more target groups not found');
  }
  return names.length > 0 ? all.filter(({ name }) => names.includes(name)) : all;
}
