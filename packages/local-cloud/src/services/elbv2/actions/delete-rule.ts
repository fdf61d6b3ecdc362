import { DeleteRuleCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on, type Route } from '../../../wire/route.ts';
import { requireOwnRule } from '../require-rule.ts';

/** DeleteRule: what it took goes to the next rule that fits; a default rule goes with its listener only. */
export const route: Route = on(DeleteRuleCommand, (input, { cloud }) => {
  cloud.tables.rules.delete(requireOwnRule(cloud, input.RuleArn, 'deleted').id);
  cloud.poke();
  return {};
});
