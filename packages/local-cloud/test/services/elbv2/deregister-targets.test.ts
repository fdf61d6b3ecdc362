import {
  DeregisterTargetsCommand,
  ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeEach, expect, test } from 'vitest';
import { serverName } from '../../../src/controllers/balancers-spec.ts';
import {
  createListener,
  createLoadBalancer,
  createTargetGroup,
  eachLoadBalancingCloud,
  health,
  runInstances,
} from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

let arn: string;
let id: string;
let other: string;

beforeEach(async () => {
  [id = '', other = ''] = (await runInstances(it.local, 2)).map((instance) => instance.id);
  arn = await createTargetGroup(it.local, 'r1');
  await createListener(it.local, await createLoadBalancer(it.local, 'web'), arn);
  await it.local.elbv2.send(
    new RegisterTargetsCommand({ TargetGroupArn: arn, Targets: [{ Id: id }, { Id: other }] }),
  );
  await it.local.tick();
});

const deregister = (Id: string): Promise<unknown> =>
  it.local.elbv2.send(new DeregisterTargetsCommand({ TargetGroupArn: arn, Targets: [{ Id }] }));

function busy(targetId: string, requests: number): void {
  const target = it.local.cloud.tables.targetGroups
    .get(arn)
    ?.targets.find((one) => one.targetId === targetId);
  if (target) it.local.inFlight.set(serverName({ id: arn }, target), requests);
}

function servers(): readonly unknown[] {
  const action = [...it.local.machines.balancers.values()][0]?.listeners[0]?.action;
  return action?.kind === 'forward' ? action.servers.map(({ state, weight }) => `${state} ${weight}`) : [];
}

test('a target drains while it has requests in flight, gets nothing new, and is gone when they end', async () => {
  expect(servers()).toEqual(['ready 1', 'ready 1']);
  busy(id, 2);
  await deregister(id);
  await it.local.tick();
  expect(await health(it.local, arn)).toEqual([
    {
      State: 'draining',
      Reason: 'Target.DeregistrationInProgress',
      Description: 'Target deregistration is in progress',
    },
    { State: 'healthy' },
  ]);
  expect(servers()).toEqual(['drain 0', 'ready 1']);
  busy(id, 0);
  await it.local.tick();
  expect(await health(it.local, arn)).toEqual([{ State: 'healthy' }]);
  expect(servers()).toEqual(['ready 1']);
});

test('after the deregistration delay what is in flight is cut', async () => {
  const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '10' }];
  await it.local.elbv2.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: arn, Attributes }));
  busy(id, 1);
  await deregister(id);
  it.local.advance(9);
  await it.local.tick();
  expect(it.local.cloud.tables.targetGroups.get(arn)?.targets).toHaveLength(2);
  it.local.advance(1);
  await it.local.tick();
  expect(it.local.cloud.tables.targetGroups.get(arn)?.targets).toHaveLength(1);
});

test('a draining target that is registered again starts anew', async () => {
  busy(id, 1);
  await deregister(id);
  await it.local.tick();
  await it.local.elbv2.send(new RegisterTargetsCommand({ TargetGroupArn: arn, Targets: [{ Id: id }] }));
  await it.local.tick();
  expect(await health(it.local, arn)).toEqual([{ State: 'healthy' }, { State: 'healthy' }]);
});

test('what is not registered is passed over', async () => {
  await deregister('i-1');
  expect(await health(it.local, arn)).toHaveLength(2);
});
