import { expect, test } from 'vitest';
import { createInstancesController, machineIds } from '../../src/controllers/instances-controller.ts';
import type { InstanceState } from '../../src/store/records/ec2.ts';
import { describeOne, eachTestCloud, imageOf, run, runOne } from '../services/ec2/ec2-cloud.ts';

const it = eachTestCloud();
const recordOf = (id: string) => it.local.cloud.tables.instances.get(id);

/** What the next daemon does: a new controller over the same records, told which machines run. */
async function restart(running: readonly string[]): Promise<void> {
  const controller = createInstancesController(it.local.cloud, new Set(running));
  for (let round = 0; round < 5; round++) {
    await controller.tick();
    await controller.idle();
  }
}

/** Records a state that the daemon was killed in, before its controller could act on it. */
function cutOffIn(id: string, state: InstanceState): void {
  it.local.cloud.tables.instances.update(id, { state });
}

test('a machine that was powered off from inside stops its instance', async () => {
  const id = await runOne(it.local);
  it.local.machines.end({ id, kind: 'shutdown' });
  await it.local.tick();
  expect(await describeOne(it.local, id)).toMatchObject({
    State: { Name: 'stopped' },
    StateReason: { Code: 'Client.InstanceInitiatedShutdown' },
  });
  expect(it.local.machines.created.has(id)).toBe(true);
});

test('or terminates it, where its shutdown behaviour says so', async () => {
  const id = await runOne(it.local, { InstanceInitiatedShutdownBehavior: 'terminate' });
  it.local.machines.end({ id, kind: 'shutdown' });
  await it.local.tick();
  expect(await describeOne(it.local, id)).toMatchObject({
    State: { Name: 'terminated' },
    StateReason: { Code: 'Client.InstanceInitiatedShutdown' },
  });
  expect(it.local.machines.created.has(id)).toBe(false);
});

test('a machine that died stops its instance with a server error, whatever its shutdown behaviour', async () => {
  const id = await runOne(it.local, { InstanceInitiatedShutdownBehavior: 'terminate' });
  it.local.machines.end({ id, kind: 'crash' });
  await it.local.tick();
  expect(await describeOne(it.local, id)).toMatchObject({
    State: { Name: 'stopped' },
    StateReason: { Code: 'Server.InternalError' },
  });
});

test('machines that still run after a restart of the cloud are left alone', async () => {
  const id = await runOne(it.local);
  const since = recordOf(id)?.runningSince;
  it.local.cloud.machines.boot = () => Promise.reject(new Error('it runs already'));
  it.local.advance(60);
  await restart([id]);
  expect(recordOf(id)).toMatchObject({ state: 'running', runningSince: since });
});

test('when the power comes back, what ran boots again and what was stopped stays stopped', async () => {
  const ran = await runOne(it.local);
  const stopped = await runOne(it.local);
  cutOffIn(stopped, 'stopped');
  await it.local.machines.close();
  await restart([]);
  expect([...it.local.machines.running]).toEqual([ran]);
  expect(recordOf(ran)?.state).toBe('running');
});

test('a launch that was cut off is made anew, or taken over where it had booted', async () => {
  const [half = '', booted = ''] = await run(it.local, { MinCount: 2, MaxCount: 2 });
  await it.local.tick();
  for (const id of [half, booted]) {
    const record = recordOf(id);
    if (!record) throw new Error(`${id} is not recorded`);
    const { runningSince: _, ...launched } = record;
    it.local.cloud.tables.instances.put({ ...launched, state: 'pending' });
  }
  await it.local.machines.halt(half, 0);
  await restart([booted]);
  expect([recordOf(half)?.state, recordOf(booted)?.state]).toEqual(['running', 'running']);
  expect(it.local.machines.running).toEqual(new Set([half, booted]));
});

test.each([
  ['stopping', 'stopped'],
  ['shutting-down', 'terminated'],
  ['pending', 'running'],
] as const)('an instance that was cut off while %s becomes %s', async (state, next) => {
  const id = await runOne(it.local);
  await it.local.machines.halt(id, 0);
  cutOffIn(id, state);
  await restart([]);
  expect(recordOf(id)?.state).toBe(next);
});

test('an image whose disk was frozen before the cloud was killed becomes available', async () => {
  const imageId = await imageOf(it.local, await runOne(it.local));
  const [snapshot] = [...it.local.cloud.tables.snapshots.values()];
  await it.local.machines.prepareBase(imageId);
  it.local.cloud.machines.freeze = () => Promise.reject(new Error('it is frozen already'));
  await restart([...it.local.machines.running]);
  expect(it.local.cloud.tables.images.get(imageId)?.state).toBe('available');
  expect(it.local.cloud.tables.snapshots.get(snapshot?.id ?? '')?.state).toBe('completed');
});

test('a volume whose instance was never recorded is forgotten', async () => {
  const id = await runOne(it.local);
  it.local.cloud.tables.instances.delete(id);
  await restart([]);
  expect(it.local.cloud.tables.volumes.size).toBe(0);
});

test('only terminated instances have no machine', async () => {
  const [first = '', second = '', third = ''] = await run(it.local, { MinCount: 3, MaxCount: 3 });
  cutOffIn(first, 'terminated');
  cutOffIn(second, 'stopped');
  expect(machineIds(it.local.cloud)).toEqual(new Set([second, third]));
});
