import type { LocalCloud } from '../../cloud.ts';
import type { LoadBalancerRecord } from '../../store/records/elbv2.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** The load balancer behind an ARN, or AWS's own word that there is none. */
export function requireLoadBalancer(cloud: LocalCloud, arn: string | undefined): LoadBalancerRecord {
  const record = cloud.tables.loadBalancers.get(arn ?? '');
  if (!record) throw new AwsError('LoadBalancerNotFound', `Load balancer '${arn}' not found`);
  return record;
}
