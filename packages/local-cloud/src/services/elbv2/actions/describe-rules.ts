import { DescribeRulesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { defaultRuleArn } from '../arns.ts';
import { listPage } from '../list-page.ts';
import { renderDefaultRule, renderRule } from '../render-rule.ts';
import { requireListener } from '../require-listener.ts';
import { listenerOfDefaultRule, requireRule } from '../require-rule.ts';
import { rulesOf } from '../usage.ts';

/** DescribeRules: of a listener, in the order in which they are tried, the default one last; or by ARNs. */
export const route: Route = on(DescribeRulesCommand, (input, { cloud }) => {
  const arns = input.RuleArns ?? [];
  if (arns.length > 0 === (input.ListenerArn !== undefined)) {
    throw new AwsError('ValidationError', 'You must specify either listener rule ARNs or a listener ARN');
  }
  const ids = input.ListenerArn === undefined ? arns : arnsOf(input.ListenerArn);
  const found = ids.map((id) => {
    const listener = listenerOfDefaultRule(cloud, id);
    return { id, rule: listener ? renderDefaultRule(listener) : renderRule(requireRule(cloud, id)) };
  });
  const { page, nextToken } = listPage(found, input);
  return { Rules: page.map(({ rule }) => rule), NextMarker: nextToken };

  function arnsOf(listenerArn: string): readonly string[] {
    const { id } = requireListener(cloud, listenerArn);
    return [...rulesOf(cloud, id).map((rule) => rule.id), defaultRuleArn(id)];
  }
});
