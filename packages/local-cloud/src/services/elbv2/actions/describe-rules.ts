import { DescribeRulesCommand, type Rule } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ListenerRecord } from '../../../store/records/elbv2.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { defaultRuleArn, listenerOfRule } from '../arns.ts';
import { renderAction } from '../render-action.ts';
import { requireListener } from '../require-listener.ts';

/** DescribeRules: the default rule, which is the listener's own action; the local cloud has no others. */
export const route: Route = on(DescribeRulesCommand, (input, { cloud }) => {
  const arns = input.RuleArns ?? [];
  if (arns.length > 0 === (input.ListenerArn !== undefined)) {
    throw new AwsError('ValidationError', 'You must specify either listener rule ARNs or a listener ARN');
  }
  if (input.ListenerArn !== undefined) {
    return { Rules: [renderDefaultRule(requireListener(cloud, input.ListenerArn))] };
  }
  return {
    Rules: arns.map((arn) => {
      const listener = cloud.tables.listeners.get(listenerOfRule(arn));
      if (!listener || defaultRuleArn(listener.id) !== arn) {
        throw new AwsError('RuleNotFound', 'One or more rules not found');
      }
      return renderDefaultRule(listener);
    }),
  };
});

function renderDefaultRule(listener: ListenerRecord): Rule {
  return {
    RuleArn: defaultRuleArn(listener.id),
    Priority: 'default',
    Conditions: [],
    Actions: [renderAction(listener.action)],
    IsDefault: true,
  };
}
