import { DescribeLoadBalancerAttributesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on, type Route } from '../../../wire/route.ts';
import { renderAttributes } from '../attributes.ts';
import { requireLoadBalancer } from '../require-load-balancer.ts';

/** DescribeLoadBalancerAttributes. */
export const route: Route = on(DescribeLoadBalancerAttributesCommand, (input, { cloud }) => ({
  Attributes: renderAttributes(requireLoadBalancer(cloud, input.LoadBalancerArn).attributes),
}));
