import { DescribeListenersCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import {
  createListener,
  createLoadBalancer,
  createTargetGroup,
  eachLoadBalancingCloud,
  refusal,
} from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

test('listeners are found by load balancer, in order of their ports, and by ARN', async () => {
  const LoadBalancerArn = await createLoadBalancer(it.local, 'web');
  const group = await createTargetGroup(it.local, 'r1');
  const first = await createListener(it.local, LoadBalancerArn, group, { Port: 81 });
  const second = await createListener(it.local, LoadBalancerArn, group);
  const all = await it.local.elbv2.send(new DescribeListenersCommand({ LoadBalancerArn }));
  expect(all.Listeners?.map(({ ListenerArn }) => ListenerArn)).toEqual([second, first]);
  const one = await it.local.elbv2.send(new DescribeListenersCommand({ ListenerArns: [first] }));
  expect(one.Listeners?.map(({ Port }) => Port)).toEqual([81]);
});

test('what does not exist is not found', async () => {
  await expect(
    it.local.elbv2.send(new DescribeListenersCommand({ ListenerArns: ['arn:x'] })),
  ).rejects.toMatchObject(refusal('ListenerNotFoundException', 'not found'));
  await expect(it.local.elbv2.send(new DescribeListenersCommand({}))).rejects.toMatchObject(
    refusal('ValidationError', 'either listener ARNs or a load balancer ARN'),
  );
});
