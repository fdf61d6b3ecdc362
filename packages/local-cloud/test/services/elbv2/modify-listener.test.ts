import { ModifyListenerCommand, RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import {
  createListener,
  createLoadBalancer,
  createTargetGroup,
  eachLoadBalancingCloud,
  refusal,
  runInstances,
} from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

test('weights move the traffic between groups, whatever the number of their targets', async () => {
  const instances = await runInstances(it.local, 3);
  const [blue, green] = [
    await createTargetGroup(it.local, 'blue'),
    await createTargetGroup(it.local, 'green'),
  ];
  const ListenerArn = await createListener(it.local, await createLoadBalancer(it.local, 'web'), blue);
  const register = (TargetGroupArn: string, ids: readonly string[]): Promise<unknown> =>
    it.local.elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: ids.map((Id) => ({ Id })) }));
  const ids = instances.map(({ id }) => id);
  await register(blue, ids.slice(0, 1));
  await register(green, ids.slice(1));
  const weights = async (one: number, other: number): Promise<readonly number[]> => {
    const TargetGroups = [
      { TargetGroupArn: blue, Weight: one },
      { TargetGroupArn: green, Weight: other },
    ];
    const DefaultActions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }];
    await it.local.elbv2.send(new ModifyListenerCommand({ ListenerArn, DefaultActions }));
    await it.local.tick();
    const action = [...it.local.machines.balancers.values()][0]?.listeners[0]?.action;
    return action?.kind === 'forward' ? action.servers.map(({ weight }) => weight) : [];
  };
  expect(await weights(100, 0)).toEqual([1, 0, 0]);
  expect(await weights(50, 50)).toEqual([2, 1, 1]);
  expect(await weights(0, 100)).toEqual([0, 1, 1]);
});

test('the port changes, and what is not given stays', async () => {
  const group = await createTargetGroup(it.local, 'r1');
  const arn = await createListener(it.local, await createLoadBalancer(it.local, 'web'), group);
  const { Listeners } = await it.local.elbv2.send(
    new ModifyListenerCommand({ ListenerArn: arn, Port: 8080 }),
  );
  expect(Listeners).toMatchObject([
    { Port: 8080, Protocol: 'HTTP', DefaultActions: [{ TargetGroupArn: group }] },
  ]);
});

test('a listener that does not exist is not found', async () => {
  await expect(
    it.local.elbv2.send(new ModifyListenerCommand({ ListenerArn: 'arn:x', Port: 81 })),
  ).rejects.toMatchObject(refusal('ListenerNotFoundException', 'not found'));
});
