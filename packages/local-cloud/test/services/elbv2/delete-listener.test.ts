import { DeleteListenerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import {
  createListener,
  createLoadBalancer,
  createTargetGroup,
  eachLoadBalancingCloud,
  refusal,
} from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

test('its port is closed, and deleting it again is refused', async () => {
  const group = await createTargetGroup(it.local, 'r1');
  const ListenerArn = await createListener(it.local, await createLoadBalancer(it.local, 'web'), group);
  await it.local.tick();
  await it.local.elbv2.send(new DeleteListenerCommand({ ListenerArn }));
  await it.local.tick();
  expect([...it.local.machines.balancers.values()]).toMatchObject([{ listeners: [] }]);
  await expect(it.local.elbv2.send(new DeleteListenerCommand({ ListenerArn }))).rejects.toMatchObject(
    refusal('ListenerNotFoundException', 'not found'),
  );
});
