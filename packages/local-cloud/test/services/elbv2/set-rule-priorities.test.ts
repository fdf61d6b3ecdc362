import {
  DescribeRulesCommand,
  type RulePriorityPair,
  SetRulePrioritiesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeEach, expect, test } from 'vitest';
import {
  createListener,
  createLoadBalancer,
  createRule,
  createTargetGroup,
  eachLoadBalancingCloud,
  refusal,
} from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();
let listener: string;
let rules: readonly string[];

beforeEach(async () => {
  const group = await createTargetGroup(it.local, 'r1');
  listener = await createListener(it.local, await createLoadBalancer(it.local, 'web'), group);
  rules = [
    await createRule(it.local, listener, 1, group),
    await createRule(it.local, listener, 2, group),
    await createRule(it.local, listener, 3, group),
  ];
});

const set = (...priorities: readonly (number | undefined)[]): Promise<unknown> => {
  const RulePriorities = priorities.flatMap((Priority, index): RulePriorityPair[] =>
    Priority === undefined ? [] : [{ RuleArn: rules[index], Priority }],
  );
  return it.local.elbv2.send(new SetRulePrioritiesCommand({ RulePriorities }));
};

const order = async (): Promise<readonly unknown[]> => {
  const { Rules = [] } = await it.local.elbv2.send(new DescribeRulesCommand({ ListenerArn: listener }));
  return Rules.map(({ RuleArn = '', Priority }) => [rules.indexOf(RuleArn), Priority]);
};

test('rules swap their priorities, and are described in the new order, the default one last', async () => {
  await set(2, 1);
  expect(await order()).toEqual([
    [1, '1'],
    [0, '2'],
    [2, '3'],
    [-1, 'default'],
  ]);
});

test('a priority of a rule that keeps it is refused, and nothing changes', async () => {
  await expect(set(50, 3)).rejects.toMatchObject(refusal('PriorityInUseException', "'3'"));
  await expect(set(7, 7)).rejects.toMatchObject(refusal('PriorityInUseException', "'7'"));
  expect(await order()).toEqual([
    [0, '1'],
    [1, '2'],
    [2, '3'],
    [-1, 'default'],
  ]);
});

test('a rule that does not exist is not found', async () => {
  rules = ['arn:x'];
  await expect(set(1)).rejects.toMatchObject(refusal('RuleNotFoundException', 'not found'));
});
