import { DescribeListenersCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { listPage } from '../list-page.ts';
import { renderListener } from '../render-listener.ts';
import { requireListener } from '../require-listener.ts';
import { requireLoadBalancer } from '../require-load-balancer.ts';
import { listenersOf } from '../usage.ts';

/** DescribeListeners: of a load balancer, or by ARNs. */
export const route: Route = on(DescribeListenersCommand, (input, { cloud }) => {
  const arns = input.ListenerArns ?? [];
  if (arns.length > 0 === (input.LoadBalancerArn !== undefined)) {
    throw new AwsError('ValidationError', 'You must specify either listener ARNs or a load balancer ARN');
  }
  const found =
    arns.length > 0
      ? arns.map((arn) => requireListener(cloud, arn))
      : listenersOf(cloud, requireLoadBalancer(cloud, input.LoadBalancerArn).id);
  const { page, nextToken } = listPage(found, input);
  return { Listeners: page.map(renderListener), NextMarker: nextToken };
});
