import { DescribeRulesCommand, ModifyRuleCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
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

test('what is given is replaced whole, the rest and the priority stay', async () => {
  const group = await createTargetGroup(it.local, 'r1');
  const listener = await createListener(it.local, await createLoadBalancer(it.local, 'web'), group);
  const RuleArn = await createRule(it.local, listener, 5, group);
  const Conditions = [{ Field: 'source-ip' as const, SourceIpConfig: { Values: ['10.0.0.0/8'] } }];
  const changed = await it.local.elbv2.send(new ModifyRuleCommand({ RuleArn, Conditions }));
  expect(changed.Rules).toMatchObject([{ Priority: '5', Conditions, Actions: [{ TargetGroupArn: group }] }]);
  const Actions = [{ Type: 'fixed-response' as const, FixedResponseConfig: { StatusCode: '503' } }];
  await it.local.elbv2.send(new ModifyRuleCommand({ RuleArn, Actions }));
  const { Rules } = await it.local.elbv2.send(new DescribeRulesCommand({ RuleArns: [RuleArn] }));
  expect(Rules).toMatchObject([{ Conditions, Actions }]);
});

test('a default rule is modified by its listener only, and others must be there', async () => {
  const group = await createTargetGroup(it.local, 'r1');
  const ListenerArn = await createListener(it.local, await createLoadBalancer(it.local, 'web'), group);
  const { Rules = [] } = await it.local.elbv2.send(new DescribeRulesCommand({ ListenerArn }));
  const modify = (RuleArn: string | undefined): Promise<unknown> =>
    it.local.elbv2.send(new ModifyRuleCommand({ RuleArn }));
  await expect(modify(Rules[0]?.RuleArn)).rejects.toMatchObject(
    refusal('OperationNotPermittedException', 'cannot be modified'),
  );
  await expect(modify('arn:x')).rejects.toMatchObject(refusal('RuleNotFoundException', 'not found'));
});
