import type { LocalCloud } from '../../cloud.ts';
import type { Tags } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { requireListener } from './require-listener.ts';
import { requireLoadBalancer } from './require-load-balancer.ts';
import { requireRule } from './require-rule.ts';
import { requireTargetGroup } from './require-target-group.ts';

/** Anything of ELB's that carries tags. */
export interface TaggedResource {
  readonly arn: string;
  readonly tags: Tags;
  setTags(tags: Tags): void;
}

/** The load balancer, listener, rule or target group behind an ARN, as far as its tags go. */
export function requireTagged(cloud: LocalCloud, arn: string): TaggedResource {
  const { loadBalancers, listeners, rules, targetGroups } = cloud.tables;
  if (arn.includes(':loadbalancer/')) {
    const { tags } = requireLoadBalancer(cloud, arn);
    return { arn, tags, setTags: (next) => loadBalancers.update(arn, { tags: next }) };
  }
  if (arn.includes(':listener/')) {
    const { tags } = requireListener(cloud, arn);
    return { arn, tags, setTags: (next) => listeners.update(arn, { tags: next }) };
  }
  if (arn.includes(':listener-rule/')) {
    const { tags } = requireRule(cloud, arn);
    return { arn, tags, setTags: (next) => rules.update(arn, { tags: next }) };
  }
  if (arn.includes(':targetgroup/')) {
    const { tags } = requireTargetGroup(cloud, arn);
    return { arn, tags, setTags: (next) => targetGroups.update(arn, { tags: next }) };
  }
  throw new AwsError(
    'ValidationError',
    `'${arn}' is not a valid load balancer, listener, rule or target group ARN`,
  );
}
