import { StopInstancesCommand } from '@aws-sdk/client-ec2';
import { RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import {
  createListener,
  createLoadBalancer,
  createTargetGroup,
  eachLoadBalancingCloud,
  health,
  refusal,
  runInstances,
} from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

const register = (TargetGroupArn: string, Id: string, Port?: number): Promise<unknown> =>
  it.local.elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id, Port }] }));

test('a target has the port of its group unless told, and is registered once for each port', async () => {
  const [instance] = await runInstances(it.local, 1);
  const arn = await createTargetGroup(it.local, 'r1');
  for (const port of [undefined, 80, 81]) await register(arn, instance?.id ?? '', port);
  const ports = it.local.cloud.tables.targetGroups.get(arn)?.targets.map(({ port }) => port);
  expect(ports).toEqual([80, 81]);
});

test('a target is initial, is checked, and becomes healthy', async () => {
  const [instance] = await runInstances(it.local, 1);
  const arn = await createTargetGroup(it.local, 'r1');
  await createListener(it.local, await createLoadBalancer(it.local, 'web'), arn);
  await register(arn, instance?.id ?? '');
  expect(await health(it.local, arn)).toEqual([
    {
      State: 'initial',
      Reason: 'Elb.RegistrationInProgress',
      Description: 'Target registration is in progress',
    },
  ]);
  await it.local.tick();
  expect(await health(it.local, arn)).toEqual([{ State: 'healthy' }]);
});

test('instances must exist and run', async () => {
  const [instance] = await runInstances(it.local, 1);
  const id = instance?.id ?? '';
  const arn = await createTargetGroup(it.local, 'r1');
  await expect(register(arn, 'i-1')).rejects.toMatchObject(refusal('InvalidTargetException', "'i-1'"));
  await it.local.ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
  await it.local.tick();
  await expect(register(arn, id)).rejects.toMatchObject(
    refusal('InvalidTargetException', `not in a running state and cannot be registered: '${id}'`),
  );
});

test('a group of addresses takes addresses only', async () => {
  const arn = await createTargetGroup(it.local, 'r1', { TargetType: 'ip' });
  await register(arn, '10.213.0.9');
  await expect(register(arn, 'i-1')).rejects.toMatchObject(
    refusal('InvalidTargetException', "'i-1' is not a valid IPv4 address"),
  );
});

test('a group that does not exist is not found', async () => {
  await expect(register('arn:x', 'i-1')).rejects.toMatchObject(
    refusal('TargetGroupNotFoundException', 'One or more target groups not found'),
  );
});
