import { DescribeRulesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import {
  createListener,
  createLoadBalancer,
  createTargetGroup,
  eachLoadBalancingCloud,
  refusal,
} from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

test('a listener has its default rule, found by the listener and by its own ARN', async () => {
  const group = await createTargetGroup(it.local, 'r1');
  const ListenerArn = await createListener(it.local, await createLoadBalancer(it.local, 'web'), group);
  const { Rules = [] } = await it.local.elbv2.send(new DescribeRulesCommand({ ListenerArn }));
  expect(Rules).toMatchObject([
    { Priority: 'default', IsDefault: true, Conditions: [], Actions: [{ TargetGroupArn: group }] },
  ]);
  const RuleArns = Rules.map(({ RuleArn }) => RuleArn ?? '');
  expect(RuleArns[0]).toContain(':listener-rule/app/web/');
  expect((await it.local.elbv2.send(new DescribeRulesCommand({ RuleArns }))).Rules).toEqual(Rules);
});

test('a rule that does not exist is not found', async () => {
  await expect(it.local.elbv2.send(new DescribeRulesCommand({ RuleArns: ['arn:x'] }))).rejects.toMatchObject(
    refusal('RuleNotFoundException', 'not found'),
  );
});
