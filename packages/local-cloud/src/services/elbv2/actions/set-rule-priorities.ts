import { SetRulePrioritiesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { readPriority } from '../read-priority.ts';
import { renderRule } from '../render-rule.ts';
import { requireOwnRule } from '../require-rule.ts';

/** SetRulePriorities: all of them or none; rules may swap theirs. */
export const route: Route = on(SetRulePrioritiesCommand, (input, { cloud }) => {
  const pairs = (input.RulePriorities ?? []).map(({ RuleArn, Priority }) => ({
    rule: requireOwnRule(cloud, RuleArn, 'given a priority'),
    wanted: Priority,
  }));
  const moving = new Set(pairs.map(({ rule }) => rule.id));
  const taken = new Set<string>();
  const changes = pairs.map(({ rule, wanted }) => {
    const priority = readPriority(cloud, rule.listenerArn, wanted, moving);
    const place = `${rule.listenerArn} ${priority}`;
    if (taken.has(place)) throw new AwsError('PriorityInUse', `Priority '${priority}' is currently in use`);
    taken.add(place);
    return { ...rule, priority };
  });
  const records = changes.map((changed) => cloud.tables.rules.put(changed));
  cloud.poke();
  return { Rules: records.map(renderRule) };
});
