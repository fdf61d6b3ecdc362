import { describe, expect, test } from 'vitest';
import {
  CloudError,
  deploy,
  destroy,
  planDeploy,
  readHistory,
  readStatus,
  rollback,
  seconds,
} from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { desk, ref } from './desk.ts';

const settings = fleetSettings({ probe: { path: '/healthz', requestsPerSecond: 1 } });

describe('a deploy', () => {
  test('keeps the side before it, and AWS takes it to zero when its time is over', async () => {
    const { world, roll, pass } = desk();
    await roll('ami-1');
    expect(await roll('ami-2')).toMatchObject({ kind: 'deployed', release: { id: 'r2' }, previous: 'r1' });
    expect(world.healthyCount('r1')).toBe(3);
    await pass(31);
    await pass(1);
    expect(world.sides.get('r1')?.group?.instances).toEqual([]);
  });

  test('is unchanged where the live release has the same image and settings', async () => {
    const { roll } = desk();
    await roll('ami-1');
    expect(await roll('ami-1')).toMatchObject({ kind: 'unchanged', release: { id: 'r1' } });
  });

  test('that changes nothing that runs is taken over by the live release, and the next one finds nothing new', async () => {
    const { roll, run, start } = desk();
    await roll('ami-1');
    const notifications = [{ kind: 'slack', urlFrom: 'SLACK_URL', events: [] }] as const;
    const request = { ...ref, settings: { ...settings, notifications }, image: { id: 'ami-1' } };
    const plan = await run(planDeploy(request, start().ports));
    expect(plan).toMatchObject({ changed: false, steps: [], settings: ['notifications'] });
    const { ports, signal } = start();
    expect(await run(deploy(request, ports, signal))).toMatchObject({
      kind: 'unchanged',
      release: { id: 'r1', settings: { notifications: [{ urlFrom: 'SLACK_URL' }] } },
      settings: ['notifications'],
    });
    const again = start();
    const outcome = await run(deploy(request, again.ports, again.signal));
    expect(outcome.kind === 'unchanged' && outcome.settings).toBeUndefined();
  });

  test('of a release that is never healthy leaves the live one untouched and says why', async () => {
    const { world, roll } = desk();
    await roll('ami-1');
    const outcome = await roll('ami-never-healthy');
    expect(outcome).toMatchObject({
      kind: 'rolled-back',
      live: 'r1',
      reason: '0 of 3 instances were healthy after 5m 0s',
      traffic: { failures: 0 },
    });
    expect(outcome.kind === 'rolled-back' && outcome.failedInstances[0]?.console[0]).toMatch(/booted/);
    expect([...world.sides.keys()]).toEqual(['r1']);
  });

  test('goes back at once when sampled requests fail after the shift', async () => {
    const { world, roll } = desk();
    await roll('ami-1');
    expect(await roll('ami-fails-requests')).toMatchObject({
      kind: 'rolled-back',
      because: { kind: 'traffic-failed' },
      touched: false,
      reason: expect.stringMatching(/^\d+ of \d+ test requests to r2 failed/),
    });
    expect(world.weights).toEqual(new Map([['r1', 100]]));
  });

  test('carries over what the live group has grown to', async () => {
    const { world, roll } = desk();
    await roll('ami-1');
    const group = world.sides.get('r1')?.group;
    if (group !== undefined) group.capacity = { ...group.capacity, desired: 6 };
    await roll('ami-2');
    expect(world.sides.get('r2')?.group?.capacity).toEqual({ min: 2, desired: 6, max: 10 });
  });

  test('carries over what it has grown to while this machine slept', async () => {
    const { world, roll, start } = desk();
    await roll('ami-1');
    const process = start();
    const { state, clock } = process.ports;
    const write = state.write.bind(state);
    state.write = async (key, text, expected) => {
      const group = world.sides.get('r1')?.group;
      if (key.includes('/releases/') && group !== undefined && group.capacity.desired === 3) {
        group.capacity = { ...group.capacity, desired: 6 };
        await clock.sleep(seconds(20), new AbortController().signal);
      }
      return write(key, text, expected);
    };
    await roll('ami-2', {}, process);
    expect(world.sides.get('r2')?.group?.capacity.desired).toBe(6);
  });

  test('carries over which processes are suspended', async () => {
    const { world, roll } = desk();
    await roll('ami-1');
    const group = world.sides.get('r1')?.group;
    if (group !== undefined) group.suspended = ['AlarmNotification'];
    await roll('ami-2');
    expect(world.sides.get('r2')?.group?.suspended).toEqual(['AlarmNotification']);
  });

  test('that may not tidy up leaves its release live, and the next one goes on with it', async () => {
    const { world, roll, start, last } = desk();
    await roll('ami-1');
    const process = start();
    const { cloud } = process.ports;
    cloud.scheduleRetirement = () =>
      Promise.reject(new CloudError('denied', 'AccessDenied', 'not allowed to schedule'));
    expect(await roll('ami-2', {}, process)).toMatchObject({
      kind: 'stopped',
      reason:
        'r2 is live, but not all is tidied up: schedule-retirement was refused: not allowed to schedule',
    });
    expect(world.weights?.get('r2')).toBe(100);
    expect(await roll('ami-3')).toMatchObject({ kind: 'deployed', previous: 'r2' });
    expect(last().number).toBe(3);
  });

  test('is refused while another runs, with who and since when', async () => {
    const { start, run } = desk();
    const first = start();
    const second = start();
    const running = deploy({ ...ref, image: { id: 'ami-1' }, settings }, first.ports, first.signal);
    const rival = deploy({ ...ref, image: { id: 'ami-2' }, settings }, second.ports, second.signal);
    const outcomes = await run(Promise.all([running, rival]));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['deployed', 'locked']);
    const refused = outcomes.find(({ kind }) => kind === 'locked');
    expect(refused).toMatchObject({ by: { user: 'ann', host: 'laptop', command: 'deploy' } });
  });

  test('that is interrupted at first leaves nothing at all', async () => {
    const { world, roll, start } = desk();
    expect(await roll('ami-1', {}, start({ interruptedAt: 12 }))).toMatchObject({ kind: 'interrupted' });
    expect(world.isEmpty()).toBe(true);
  });
});

describe('a rollback', () => {
  test('is a change of weights while the side before stands', async () => {
    const { world, roll, run, start } = desk();
    await roll('ami-1');
    await roll('ami-2');
    const before = world.sides.get('r1')?.group?.instances;
    const { ports, signal } = start();
    expect(await run(rollback(ref, ports, signal))).toMatchObject({
      kind: 'deployed',
      release: { id: 'r1' },
    });
    expect(world.sides.get('r1')?.group?.instances).toEqual(before);
    expect(world.sides.get('r1')?.group?.retirement).toBeUndefined();
  });

  test('makes a new group on the old image when its side is gone', async () => {
    const { world, roll, run, start, pass } = desk();
    await roll('ami-1');
    await roll('ami-2');
    await pass(31);
    const { ports, signal } = start();
    expect(await run(rollback(ref, ports, signal))).toMatchObject({
      kind: 'deployed',
      release: { id: 'r1' },
    });
    expect(world.healthyCount('r1')).toBe(3);
  });

  test('goes to the release that the live one replaced, not to one that was given up', async () => {
    const { roll, run, start } = desk();
    await roll('ami-1');
    await roll('ami-2');
    const back = start();
    await run(rollback(ref, back.ports, back.signal));
    await roll('ami-3');
    const { ports, signal } = start();
    expect(await run(rollback(ref, ports, signal))).toMatchObject({ release: { id: 'r1' } });
  });

  test('has nowhere to go before the first release', async () => {
    const { roll, run, start } = desk();
    await roll('ami-1');
    const { ports, signal } = start();
    expect(await run(rollback(ref, ports, signal))).toEqual({
      kind: 'nowhere',
      reason: 'no release was live before r1',
    });
  });
});

describe('the records', () => {
  test('tell what runs, what happened, and what a deploy would do', async () => {
    const { roll, run, start } = desk();
    await roll('ami-1');
    await roll('ami-never-healthy');
    const { ports } = start();
    expect(await run(readStatus(ref, ports))).toMatchObject({
      live: 'r1',
      sides: [{ id: 'r1', healthy: 3 }],
    });
    const { rollouts, releases } = await run(readHistory(ref, ports));
    expect(rollouts.map(({ end }) => end?.kind)).toEqual(['rolled-back', 'deployed']);
    expect(releases.map(({ id }) => id)).toEqual(['r2', 'r1']);
    const plan = await run(planDeploy({ ...ref, image: { id: 'ami-3' }, settings }, ports));
    expect(plan).toMatchObject({ changed: true, from: 'r1', to: 'r3' });
  });

  test('are kept after a destroy that leaves nothing', async () => {
    const { world, roll, run, start } = desk();
    await roll('ami-1');
    const { ports, signal } = start();
    expect(await run(destroy(ref, ports, signal))).toEqual({ kind: 'destroyed', releases: ['r1'] });
    expect(world.isEmpty()).toBe(true);
    expect((await run(readHistory(ref, start().ports))).rollouts[0]?.end?.kind).toBe('destroyed');
  });
});
