import {
  DeleteListenerCommand,
  DeleteRuleCommand,
  DescribeRulesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import {
  createListener,
  createLoadBalancer,
  createRule,
  createTargetGroup,
  eachLoadBalancingCloud,
  refusal,
} from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

test('the rule is gone, from the machine too, and its place is free again', async () => {
  const group = await createTargetGroup(it.local, 'r1');
  const listener = await createListener(it.local, await createLoadBalancer(it.local, 'web'), group);
  const RuleArn = await createRule(it.local, listener, 1, group);
  await it.local.elbv2.send(new DeleteRuleCommand({ RuleArn }));
  await it.local.tick();
  expect([...it.local.machines.balancers.values()][0]?.listeners[0]?.rules).toEqual([]);
  await expect(it.local.elbv2.send(new DeleteRuleCommand({ RuleArn }))).rejects.toMatchObject(
    refusal('RuleNotFoundException', 'not found'),
  );
  const next = await createRule(it.local, listener, 1, group);
  expect(it.local.cloud.tables.rules.get(next)?.slot).toBe(0);
});

test('a default rule stays', async () => {
  const group = await createTargetGroup(it.local, 'r1');
  const ListenerArn = await createListener(it.local, await createLoadBalancer(it.local, 'web'), group);
  const { Rules = [] } = await it.local.elbv2.send(new DescribeRulesCommand({ ListenerArn }));
  await expect(
    it.local.elbv2.send(new DeleteRuleCommand({ RuleArn: Rules[0]?.RuleArn })),
  ).rejects.toMatchObject(refusal('OperationNotPermittedException', 'cannot be deleted'));
});

test('rules go with their listener', async () => {
  const group = await createTargetGroup(it.local, 'r1');
  const ListenerArn = await createListener(it.local, await createLoadBalancer(it.local, 'web'), group);
  await createRule(it.local, ListenerArn, 1, group);
  await it.local.elbv2.send(new DeleteListenerCommand({ ListenerArn }));
  expect(it.local.cloud.tables.rules.size).toBe(0);
});
