import { DescribeLoadBalancersCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { LocalCloud } from '../../../cloud.ts';
import type { LoadBalancerRecord } from '../../../store/records/elbv2.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { listPage } from '../list-page.ts';
import { renderLoadBalancer } from '../render-load-balancer.ts';
import { requireLoadBalancer } from '../require-load-balancer.ts';

/** DescribeLoadBalancers: by ARNs, by names, or all of them in pages. */
export const route: Route = on(DescribeLoadBalancersCommand, (input, { cloud }) => {
  const found = select(cloud, input.LoadBalancerArns ?? [], input.Names ?? []);
  const { page, nextToken } = listPage(found, input);
  return {
    LoadBalancers: page.map((record) => renderLoadBalancer(cloud, record)),
    NextMarker: nextToken,
  };
});

function select(
  cloud: LocalCloud,
  arns: readonly string[],
  names: readonly string[],
): readonly LoadBalancerRecord[] {
  if (arns.length > 0 && names.length > 0) {
    throw new AwsError(
      'ValidationError',
      "Load balancer names and load balancer ARNs can't be specified at the same time",
    );
  }
  if (arns.length > 0) return arns.map((arn) => requireLoadBalancer(cloud, arn));
  const all = [...cloud.tables.loadBalancers.values()];
  const missing = names.filter((name) => !all.some((record) => record.name === name));
  if (missing.length > 0) {
    throw new AwsError('LoadBalancerNotFound', `Load balancers '[${missing.join(', ')}]' not found`);
  }
  return names.length > 0 ? all.filter(({ name }) => names.includes(name)) : all;
}
