import { describe, expect, test } from 'vitest';
import { pause } from '../../src/rollout/pause.ts';
import { deploy, milliseconds, seconds, strategyNamed } from '@imago/engine';
import type { JournalEntry, Observed, RollingSettings } from '@imago/engine';
import { createVirtualClock, fleetSettings } from '@imago/testkit';
import { desk, ref } from './desk.ts';

const { signal } = new AbortController();

describe('a pause between two looks', () => {
  const poll = milliseconds(300);
  const longestPoll = seconds(1);
  const slept = async (still: number, until?: number): Promise<number> => {
    const clock = createVirtualClock();
    const begun = clock.time();
    const since = new Date(begun - still);
    const end = until === undefined ? {} : { until: new Date(begun + until) };
    await clock.drive(pause({ clock, poll, longestPoll }, signal, { since, ...end }), seconds(60));
    return clock.time() - begun;
  };

  test.each([
    { still: 0, length: 300 },
    { still: 900, length: 300 },
    { still: 1800, length: 600 },
    { still: 60_000, length: 1000 },
  ])('is $length ms where nothing has changed for $still ms', async ({ still, length }) => {
    expect(await slept(still)).toBe(length);
  });

  test('ends when something is due', async () => {
    expect(await slept(60_000, 450)).toBe(450);
  });
});

describe('orders', () => {
  const approval = { kind: 'approval', name: 'qa', at: 'before-shift' } as const;

  test('are read every two seconds at most', async () => {
    const { roll, start, run } = desk();
    await roll('ami-1');
    const { ports } = start();
    const read: number[] = [];
    const looks: number[] = [];
    const state = {
      ...ports.state,
      read(key: string) {
        if (key.includes('/orders/')) read.push(ports.clock.now().getTime());
        return ports.state.read(key);
      },
    };
    const cloud = {
      ...ports.cloud,
      observe(...asked: Parameters<typeof ports.cloud.observe>) {
        looks.push(ports.clock.now().getTime());
        return ports.cloud.observe(...asked);
      },
    };
    const settings = fleetSettings({ probe: { path: '/healthz', requestsPerSecond: 1 } });
    const request = { ...ref, image: { id: 'ami-2' }, settings };
    await run(deploy(request, { ...ports, state, cloud, poll: milliseconds(250) }, signal));
    const pauses = read.slice(1).map((at, index) => at - (read[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(2000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(4000);
    expect(looks.length).toBeGreaterThan(2 * read.length);
  });

  test('are read once more before a process ends to wait for a person', async () => {
    const { roll, start, run } = desk({ gates: [approval] });
    await roll('ami-1', { settings: fleetSettings() });
    const { ports } = start();
    const seen: string[] = [];
    const state = {
      ...ports.state,
      async read(key: string) {
        if (key.includes('/orders/')) seen.push('orders');
        return ports.state.read(key);
      },
      async write(key: string, text: string, expected: Parameters<typeof ports.state.write>[2]) {
        if (/"kind": ?"held"/.test(text)) seen.push('held');
        return ports.state.write(key, text, expected);
      },
    };
    const cloud = {
      ...ports.cloud,
      async observe(...asked: Parameters<typeof ports.cloud.observe>): Promise<Observed> {
        seen.push('look');
        return ports.cloud.observe(...asked);
      },
    };
    const settings = fleetSettings({ gates: [approval] });
    const request = { ...ref, image: { id: 'ami-2' }, settings };
    const fast = { ...ports, state, cloud, poll: milliseconds(250) };
    expect(await run(deploy(request, fast, signal))).toMatchObject({ kind: 'waiting', why: 'approval' });
    expect(seen.slice(seen.indexOf('held') - 2, seen.indexOf('held'))).toEqual(['look', 'orders']);
  });
});

test('sizes that are put back at the end begin no second bake time', async () => {
  const strategy: RollingSettings = {
    ...(strategyNamed('rolling') as RollingSettings),
    minHealthyTime: seconds(1),
    bakeTime: seconds(60),
  };
  const size = { min: 3, desired: 3, max: 3 };
  const settings = fleetSettings({ strategy, size, probe: { path: '/healthz', requestsPerSecond: 1 } });
  const { roll, last } = desk(settings);
  await roll('ami-1');
  await roll('ami-2');
  const { entries, end } = last();
  const acts = entries.filter(
    (entry): entry is Extract<JournalEntry, { kind: 'act' }> => entry.kind === 'act',
  );
  const ended = acts.findLast(({ actions }) => actions.some(({ kind }) => kind === 'terminate'));
  const tidied = acts.findLast(({ actions }) => actions.some(({ kind }) => kind === 'set-capacity'));
  expect(Date.parse(tidied?.at ?? '')).toBeGreaterThan(Date.parse(ended?.at ?? ''));
  const after = Date.parse(end?.at ?? '') - Date.parse(ended?.at ?? '');
  expect(after).toBeGreaterThanOrEqual(60_000);
  expect(after).toBeLessThan(100_000);
});
