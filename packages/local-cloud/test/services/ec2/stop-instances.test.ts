import { RebootInstancesCommand, StartInstancesCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { awsError, describeOne, eachTestCloud, run, runOne } from './ec2-cloud.ts';

const it = eachTestCloud();
const stop = (id: string, Force = false) =>
  it.local.ec2.send(new StopInstancesCommand({ InstanceIds: [id], Force }));
const start = (id: string) => it.local.ec2.send(new StartInstancesCommand({ InstanceIds: [id] }));
const stateOf = async (id: string) => (await describeOne(it.local, id)).State?.Name;

test('a stopped instance keeps its address, its machine and its volume, and starts again', async () => {
  const id = await runOne(it.local);
  const before = await describeOne(it.local, id);
  const { StoppingInstances } = await stop(id);
  expect(StoppingInstances).toMatchObject([
    { InstanceId: id, PreviousState: { Name: 'running' }, CurrentState: { Name: 'stopping', Code: 64 } },
  ]);
  await it.local.tick();
  const stopped = await describeOne(it.local, id);
  expect(stopped).toMatchObject({
    State: { Name: 'stopped', Code: 80 },
    StateReason: { Code: 'Client.UserInitiatedShutdown' },
    StateTransitionReason: 'User initiated (2026-11-21 10:00:00 GMT)',
    PrivateIpAddress: before.PrivateIpAddress,
  });
  expect(it.local.machines.running).not.toContain(id);

  it.local.advance(60);
  const { StartingInstances } = await start(id);
  expect(StartingInstances).toMatchObject([{ CurrentState: { Name: 'pending' } }]);
  await it.local.tick();
  const started = await describeOne(it.local, id);
  expect(started.State?.Name).toBe('running');
  expect(started.StateReason).toBeUndefined();
  expect(started.BlockDeviceMappings).toEqual(before.BlockDeviceMappings);
  expect(started.LaunchTime).toEqual(new Date('2026-11-21T10:01:00Z'));
});

test('in order it gets time to shut down, by force none', async () => {
  const graces: number[] = [];
  const machines = { ...it.local.machines };
  it.local.cloud.machines.halt = (id, graceSeconds) => {
    graces.push(graceSeconds);
    return machines.halt(id, graceSeconds);
  };
  for (const force of [false, true, false]) {
    const id = await runOne(it.local);
    await stop(id, force);
    await it.local.tick();
  }
  expect(graces).toEqual([60, 0, 60]);
});

test('an instance that does not start again stays stopped, with the reason', async () => {
  const id = await runOne(it.local);
  await stop(id);
  await it.local.tick();
  it.local.cloud.machines.boot = () => Promise.reject(new Error('no memory is left'));
  await start(id);
  await it.local.tick();
  expect(await describeOne(it.local, id)).toMatchObject({
    State: { Name: 'stopped' },
    StateReason: { Code: 'Server.InternalError', Message: expect.stringContaining('no memory is left') },
  });
});

test('a reboot restarts the machine once while the instance stays running', async () => {
  const rebooted: string[] = [];
  it.local.cloud.machines.reboot = async (id) => void rebooted.push(id);
  const id = await runOne(it.local);
  await it.local.ec2.send(new RebootInstancesCommand({ InstanceIds: [id] }));
  await it.local.tick();
  await it.local.tick();
  expect(rebooted).toEqual([id]);
  expect(await stateOf(id)).toBe('running');
});

test('starting what runs and stopping what is stopped changes nothing', async () => {
  const id = await runOne(it.local);
  expect((await start(id)).StartingInstances).toMatchObject([{ CurrentState: { Name: 'running' } }]);
  await stop(id);
  await it.local.tick();
  expect((await stop(id)).StoppingInstances).toMatchObject([{ CurrentState: { Name: 'stopped' } }]);
});

test('refuses states that do not allow it', async () => {
  const [id = ''] = await run(it.local);
  const refused = awsError('IncorrectInstanceState', new RegExp(id));
  await expect(stop(id)).rejects.toMatchObject(refused);
  await it.local.tick();
  await stop(id);
  await expect(start(id)).rejects.toMatchObject(refused);
  await expect(it.local.ec2.send(new RebootInstancesCommand({ InstanceIds: [id] }))).rejects.toMatchObject(
    refused,
  );
});

test('work on a machine that fails is tried again', async () => {
  const id = await runOne(it.local);
  const machines = { ...it.local.machines };
  it.local.cloud.machines.halt = () => Promise.reject(new Error('busy'));
  await stop(id);
  await it.local.tick();
  expect(await stateOf(id)).toBe('stopping');
  it.local.cloud.machines.halt = (stopped, grace) => machines.halt(stopped, grace);
  it.local.advance(1);
  await it.local.tick();
  expect(await stateOf(id)).toBe('stopped');
});
