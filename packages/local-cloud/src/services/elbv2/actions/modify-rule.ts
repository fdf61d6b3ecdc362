import { ModifyRuleCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on, type Route } from '../../../wire/route.ts';
import { readAction } from '../read-action.ts';
import { readConditions } from '../read-conditions.ts';
import { refuseTransforms } from '../refuse-unsupported.ts';
import { renderRule } from '../render-rule.ts';
import { requireListener } from '../require-listener.ts';
import { requireLoadBalancer } from '../require-load-balancer.ts';
import { requireOwnRule } from '../require-rule.ts';

/** ModifyRule: conditions and actions are replaced whole where they are given; the priority stays. */
export const route: Route = on(ModifyRuleCommand, (input, { cloud }) => {
  const record = requireOwnRule(cloud, input.RuleArn, 'modified');
  refuseTransforms(input.Transforms);
  const { loadBalancerArn } = requireListener(cloud, record.listenerArn);
  const changed = cloud.tables.rules.put({
    ...record,
    conditions: input.Conditions ? readConditions(input.Conditions) : record.conditions,
    action: input.Actions
      ? readAction(cloud, requireLoadBalancer(cloud, loadBalancerArn), input.Actions, 'rule')
      : record.action,
  });
  cloud.poke();
  return { Rules: [renderRule(changed)] };
});
