import { describe, expect, test } from 'vitest';
import {
  deploy,
  findUnfinished,
  readStatus,
  resumeRollout,
  rollback,
  seconds,
  strategyNamed,
} from '@imago/engine';
import type { RollingSettings, RolloutRecord } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import type { SimulatedWorld } from '@imago/testkit';
import { desk, ref } from './desk.ts';

const rolling = { ...strategyNamed('rolling'), minHealthyTime: seconds(1) } as RollingSettings;
const settings = fleetSettings({ strategy: rolling, probe: { path: '/healthz', requestsPerSecond: 1 } });

/** The releases of the instances that stay. */
const runningOn = (world: SimulatedWorld): readonly string[] =>
  (world.sides.get('r1')?.group?.instances ?? [])
    .filter(({ state }) => state !== 'Terminating')
    .map(({ release }) => release);

describe('a rolling deploy', () => {
  test('replaces the instances of the live side, which keeps its name', async () => {
    const { roll, world, last } = desk(settings);
    await roll('ami-1');
    expect(await roll('ami-2')).toMatchObject({ kind: 'deployed', release: { id: 'r2' }, previous: 'r1' });
    expect(last()).toMatchObject({ to: 'r2', from: 'r1', toSide: 'r1', fromSide: 'r1' });
    const { group } = world.sides.get('r1') ?? {};
    expect(group?.launches).toBe('r2');
    expect(runningOn(world)).toEqual(['r2', 'r2', 'r2']);
    expect(group?.capacity).toEqual(settings.size);
  });

  test('that is turned back says that instances were replaced and are back', async () => {
    const { roll } = desk(settings);
    await roll('ami-1');
    expect(await roll('ami-fails-requests')).toMatchObject({
      kind: 'rolled-back',
      live: 'r1',
      touched: true,
    });
  });

  test('is rolled back in place', async () => {
    const { roll, run, start, world } = desk(settings);
    await roll('ami-1');
    await roll('ami-2');
    const { ports, signal } = start();
    expect(await run(rollback(ref, ports, signal))).toMatchObject({
      kind: 'deployed',
      release: { id: 'r1' },
    });
    expect(world.sides.get('r1')?.group?.launches).toBe('r1');
  });

  test('refuses what belongs to the group, before anything is written', async () => {
    const { roll, state } = desk(settings);
    await roll('ami-1');
    const before = state.documents.size;
    const loadBalancer = { ...settings.loadBalancer, port: 9090 };
    await expect(roll('ami-2', { settings: { ...settings, loadBalancer } })).rejects.toThrow(
      'loadBalancer.port (8080 -> 9090)',
    );
    expect(state.documents.size).toBe(before);
  });
});

describe('a deploy that follows at once', () => {
  const between = (end: string, { startedAt }: RolloutRecord): number =>
    Date.parse(startedAt) - Date.parse(end);

  test('does not wait where its look shows the end of the one before', async () => {
    const { roll, last } = desk(settings);
    await roll('ami-1');
    await roll('ami-2');
    const end = last().end?.at ?? '';
    await roll('ami-3');
    expect(between(end, last())).toBeLessThan(2000);
  });

  test('waits where its look may be from before that end', async () => {
    const { roll, run, start, last } = desk(settings);
    await roll('ami-1');
    const { ports, signal } = start();
    const old = await run(ports.cloud.observe(ref));
    await roll('ami-2');
    const end = last().end?.at ?? '';
    const behind = [{ ...old, at: new Date(end) }];
    const cloud = {
      ...ports.cloud,
      observe: async (...asked: Parameters<typeof ports.cloud.observe>) =>
        behind.pop() ?? ports.cloud.observe(...asked),
    };
    await run(deploy({ ...ref, image: { id: 'ami-3' }, settings }, { ...ports, cloud }, signal));
    expect(between(end, last())).toBeGreaterThanOrEqual(6000);
  });
});

describe('a deploy that hands over', () => {
  const refresh = { ...settings, strategy: { ...rolling, engine: 'instance-refresh' } as const };

  test('returns once the instance refresh is under way; a resume sees it through', async () => {
    const { roll, run, start, world } = desk(refresh);
    await roll('ami-1');
    expect(await roll('ami-2', { handOver: true })).toMatchObject({
      kind: 'handed-over',
      release: 'r2',
      next: expect.stringContaining('imago resume production'),
    });
    const { ports, signal } = start();
    expect(await run(findUnfinished(ref, ports))).toMatchObject({ state: 'held' });
    // However much of it is replaced: it counts when it has ended.
    expect(await run(readStatus(ref, ports))).toMatchObject({ live: 'r1' });
    expect(await run(resumeRollout(ref, ports, signal))).toMatchObject({
      kind: 'deployed',
      release: { id: 'r2' },
    });
    expect(runningOn(world)).toEqual(['r2', 'r2', 'r2']);
  });

  test.each([
    ['a rolling rollout with engine', settings],
    ['a blue-green rollout', fleetSettings()],
  ])('is refused for %s, which stops with its process', async (what, given) => {
    const { roll } = desk(given);
    await expect(roll('ami-1', { handOver: true })).rejects.toThrow(what);
  });
});
