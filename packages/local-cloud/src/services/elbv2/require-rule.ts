import type { LocalCloud } from '../../cloud.ts';
import type { ListenerRecord, RuleRecord } from '../../store/records/elbv2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { defaultRuleArn, listenerOfRule } from './arns.ts';

/** The rule behind an ARN, or AWS's own word that there is none. */
export function requireRule(cloud: LocalCloud, arn: string | undefined): RuleRecord {
  const record = cloud.tables.rules.get(arn ?? '');
  if (!record) throw new AwsError('RuleNotFound', 'One or more rules not found');
  return record;
}

/** The rule behind an ARN for a change that default rules, which are a part of their listener, do not take. */
export function requireOwnRule(cloud: LocalCloud, arn: string | undefined, change: string): RuleRecord {
  if (listenerOfDefaultRule(cloud, arn ?? '')) {
    throw new AwsError('OperationNotPermitted', `Default rule '${arn}' cannot be ${change}`);
  }
  return requireRule(cloud, arn);
}

/** The listener whose default rule has this ARN. */
export function listenerOfDefaultRule(cloud: LocalCloud, arn: string): ListenerRecord | undefined {
  const listener = cloud.tables.listeners.get(listenerOfRule(arn));
  return listener && defaultRuleArn(listener.id) === arn ? listener : undefined;
}
