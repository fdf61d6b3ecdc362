import { randomBytes } from 'node:crypto';
import type { LocalCloud } from '../../cloud.ts';

/** A new ARN for an application load balancer: `...:loadbalancer/app/NAME/ID`. */
export function newLoadBalancerArn(cloud: LocalCloud, name: string): string {
  return `${prefix(cloud)}:loadbalancer/app/${name}/${newSuffix()}`;
}

/** A new ARN for a listener, below its load balancer's: `...:listener/app/NAME/ID/ID`. */
export function newListenerArn(loadBalancerArn: string): string {
  return `${loadBalancerArn.replace(':loadbalancer/', ':listener/')}/${newSuffix()}`;
}

/** A new ARN for a target group: `...:targetgroup/NAME/ID`. */
export function newTargetGroupArn(cloud: LocalCloud, name: string): string {
  return `${prefix(cloud)}:targetgroup/${name}/${newSuffix()}`;
}

/** The ARN of a listener's default rule. */
export function defaultRuleArn(listenerArn: string): string {
  return `${listenerArn.replace(':listener/', ':listener-rule/')}/${arnSuffix(listenerArn)}`;
}

/** A new ARN for a rule, below its listener's: `...:listener-rule/app/NAME/ID/ID/ID`. */
export function newRuleArn(listenerArn: string): string {
  return `${listenerArn.replace(':listener/', ':listener-rule/')}/${newSuffix()}`;
}

/** The ARN of the listener that a default rule belongs to. */
export function listenerOfRule(ruleArn: string): string {
  return ruleArn.replace(':listener-rule/', ':listener/').replace(/\/[^/]*$/, '');
}

/** The last part of an ARN, 16 hexadecimal digits: short and unique. */
export function arnSuffix(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function prefix({ region, accountId }: LocalCloud): string {
  return `arn:aws:elasticloadbalancing:${region}:${accountId}`;
}

function newSuffix(): string {
  return randomBytes(8).toString('hex');
}
