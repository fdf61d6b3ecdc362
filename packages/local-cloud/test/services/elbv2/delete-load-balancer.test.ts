import {
  DeleteLoadBalancerCommand,
  ModifyLoadBalancerAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import {
  createListener,
  createLoadBalancer,
  createTargetGroup,
  eachLoadBalancingCloud,
  refusal,
} from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

test('its listeners and its process go with it, its target groups stay', async () => {
  const arn = await createLoadBalancer(it.local, 'web');
  await createListener(it.local, arn, await createTargetGroup(it.local, 'r1'));
  await it.local.tick();
  expect(it.local.machines.balancers.size).toBe(1);
  await it.local.elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: arn }));
  await it.local.tick();
  const { listeners, loadBalancers, targetGroups } = it.local.cloud.tables;
  expect([listeners.size, loadBalancers.size, targetGroups.size]).toEqual([0, 0, 1]);
  expect(it.local.machines.balancers.size).toBe(0);
});

test('deleting what is gone succeeds', async () => {
  const arn = await createLoadBalancer(it.local, 'web');
  for (let time = 0; time < 2; time += 1) {
    await it.local.elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: arn }));
  }
  expect(it.local.cloud.tables.loadBalancers.size).toBe(0);
});

test('deletion protection is respected', async () => {
  const arn = await createLoadBalancer(it.local, 'web');
  const Attributes = [{ Key: 'deletion_protection.enabled', Value: 'true' }];
  await it.local.elbv2.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn: arn, Attributes }));
  await expect(
    it.local.elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: arn })),
  ).rejects.toMatchObject(refusal('OperationNotPermittedException', 'deletion protection is enabled'));
});
