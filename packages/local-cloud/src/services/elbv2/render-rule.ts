import type { Rule, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ConditionRecord, ListenerRecord, RuleRecord } from '../../store/records/elbv2.ts';
import { defaultRuleArn } from './arns.ts';
import { renderAction } from './render-action.ts';

/** A rule as the API shows it. */
export function renderRule(record: RuleRecord): Rule {
  return {
    RuleArn: record.id,
    Priority: String(record.priority),
    Conditions: record.conditions.map(renderCondition),
    Actions: [renderAction(record.action)],
    IsDefault: false,
  };
}

/** The listener's own action as the rule that takes what no other does. */
export function renderDefaultRule(listener: ListenerRecord): Rule {
  return {
    RuleArn: defaultRuleArn(listener.id),
    Priority: 'default',
    Conditions: [],
    Actions: [renderAction(listener.action)],
    IsDefault: true,
  };
}

/** Hosts and paths are shown in both of AWS's forms. */
function renderCondition(condition: ConditionRecord): RuleCondition {
  switch (condition.kind) {
    case 'host-header': {
      const Values = [...condition.values];
      return { Field: condition.kind, Values, HostHeaderConfig: { Values } };
    }
    case 'path-pattern': {
      const Values = [...condition.values];
      return { Field: condition.kind, Values, PathPatternConfig: { Values } };
    }
    case 'http-header':
      return {
        Field: condition.kind,
        HttpHeaderConfig: { HttpHeaderName: condition.name, Values: [...condition.values] },
      };
    case 'http-request-method':
      return { Field: condition.kind, HttpRequestMethodConfig: { Values: [...condition.values] } };
    case 'source-ip':
      return { Field: condition.kind, SourceIpConfig: { Values: [...condition.values] } };
    case 'query-string':
      return {
        Field: condition.kind,
        QueryStringConfig: { Values: condition.values.map(({ key, value }) => ({ Key: key, Value: value })) },
      };
    default:
      return condition satisfies never;
  }
}
