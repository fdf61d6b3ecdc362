import { DeleteListenerCommand, DeleteTargetGroupCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import {
  createListener,
  createLoadBalancer,
  createTargetGroup,
  eachLoadBalancingCloud,
  refusal,
} from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

test('a target group is deleted once no listener sends to it, and deleting it again succeeds', async () => {
  const arn = await createTargetGroup(it.local, 'r1');
  const listener = await createListener(it.local, await createLoadBalancer(it.local, 'web'), arn);
  const remove = (): Promise<unknown> =>
    it.local.elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn: arn }));
  await expect(remove()).rejects.toMatchObject(
    refusal('ResourceInUseException', `'${arn}' is currently in use by a listener or a rule`),
  );
  await it.local.elbv2.send(new DeleteListenerCommand({ ListenerArn: listener }));
  await remove();
  await remove();
  expect(it.local.cloud.tables.targetGroups.size).toBe(0);
});
