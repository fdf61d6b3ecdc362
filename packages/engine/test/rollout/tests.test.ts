import { describe, expect, test } from 'vitest';
import { deploy, readStatus, resumeRollout, rollback, seconds, strategyNamed } from '@imago/engine';
import type { FleetSettings, RollingSettings, StrategySettings } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { desk, ref } from './desk.ts';
import type { Desk } from './desk.ts';
import { commandTest, testStand } from './test-stand.ts';
import type { TestStand } from './test-stand.ts';

const rolling = { ...strategyNamed('rolling'), minHealthyTime: seconds(1) } as RollingSettings;
const everyMoment = commandTest('orders', 'before', 'during', 'after');

/** A fleet with a first release, and a deploy of the next with tests. */
async function upgrade(stand: TestStand, changes: Partial<FleetSettings> = {}) {
  const office = desk({ tests: [everyMoment], ...changes });
  const settings = fleetSettings({
    tests: [everyMoment],
    probe: { path: '/healthz', requestsPerSecond: 1 },
    ...changes,
  });
  await office.roll('ami-1');
  const outcome = await office.run(deployed(office, settings, stand));
  return { office, outcome };
}

function deployed(office: Desk, settings: FleetSettings, { tests }: TestStand) {
  const { ports, signal } = office.start();
  return deploy({ ...ref, image: { id: 'ami-2' }, settings }, { ...ports, tests }, signal);
}

const strategies: readonly (readonly [string, StrategySettings])[] = [
  ['blue-green', strategyNamed('blue-green')],
  ['canary', { ...strategyNamed('canary'), steps: [{ kind: 'set-weight', weight: 50 }] } as StrategySettings],
  ['rolling', rolling],
];

describe.each(strategies)('tests of a %s deploy', (_name, strategy) => {
  test('run before it, beside it until it is done, and after it', async () => {
    const stand = testStand();
    const { office, outcome } = await upgrade(stand, { strategy });
    expect(outcome).toMatchObject({ kind: 'deployed', release: { id: 'r2' } });
    expect(stand.story).toEqual([
      'before/orders',
      'before/orders passed',
      'during/orders',
      'during/orders asked to end',
      'during/orders passed',
      'after/orders',
      'after/orders passed',
    ]);
    expect(stand.targets).toMatchObject([
      { moment: 'before', release: 'r2', previous: 'r1', instances: { length: 3 }, members: [] },
      { moment: 'during', url: expect.stringMatching(/^http/) },
      { moment: 'after', environment: ref, instances: { length: 3 } },
    ]);
    const kinds = office.last().entries.map((entry) => (entry.kind === 'check' ? entry.key : entry.kind));
    expect(kinds.slice(0, 2)).toEqual(['before/orders', 'act']);
    expect(kinds.indexOf('during/orders')).toBeGreaterThan(kinds.indexOf('act') + 1);
    expect(kinds.indexOf('after/orders')).toBeGreaterThan(kinds.indexOf('during/orders'));
  });

  test('that fails before it refuse it, and nothing is touched', async () => {
    const { office, outcome } = await upgrade(testStand(['before/orders']), { strategy });
    expect(outcome).toMatchObject({
      kind: 'rolled-back',
      live: 'r1',
      reason: 'test orders (before) failed: two orders are lost',
    });
    expect(office.last().entries.some(({ kind }) => kind === 'act')).toBe(false);
  });

  test('that fails beside it turn it back', async () => {
    const { outcome } = await upgrade(testStand(['during/orders']), { strategy });
    expect(outcome).toMatchObject({
      kind: 'rolled-back',
      live: 'r1',
      because: { kind: 'check-failed', check: 'orders', test: 'during' },
    });
  });

  test('that fails after it turn it back, and those beside it have ended', async () => {
    const stand = testStand(['after/orders']);
    const { outcome } = await upgrade(stand, { strategy });
    expect(outcome).toMatchObject({
      kind: 'rolled-back',
      live: 'r1',
      reason: 'test orders (after) failed: two orders are lost',
    });
    expect(stand.story).toContain('during/orders passed');
  });

  test('beside it are ended when it turns back for another reason', async () => {
    const office = desk({ strategy, tests: [everyMoment] });
    await office.roll('ami-1');
    const stand = testStand();
    const settings = fleetSettings({
      strategy,
      tests: [everyMoment],
      probe: { path: '/healthz', requestsPerSecond: 1 },
    });
    const { ports, signal } = office.start();
    const order = { ...ref, image: { id: 'ami-never-healthy' }, settings };
    expect(await office.run(deploy(order, { ...ports, tests: stand.tests }, signal))).toMatchObject({
      kind: 'rolled-back',
    });
    expect(stand.story.at(-1)).toBe('during/orders ended');
  });
});

describe('tests of a fleet', () => {
  test('run only after a first release', async () => {
    const stand = testStand();
    const office = desk();
    const settings = fleetSettings({ tests: [everyMoment] });
    expect(await office.run(deployed(office, settings, stand))).toMatchObject({ kind: 'deployed' });
    expect(stand.story).toEqual(['after/orders', 'after/orders passed']);
  });

  test('that cannot be run here are refused before anything is written', async () => {
    const office = desk();
    const { ports, signal } = office.start();
    const fix = 'install it there';
    const tests = { ...testStand().tests, check: async () => ({ message: 'there is no vitest', fix }) };
    const order = { ...ref, image: { id: 'ami-1' }, settings: fleetSettings({ tests: [everyMoment] }) };
    await expect(office.run(deploy(order, { ...ports, tests }, signal))).rejects.toThrow(
      'test orders cannot be run here: there is no vitest',
    );
    expect(office.state.documents.size).toBe(0);
  });

  test('are told of as they start and end', async () => {
    const { office } = await upgrade(testStand());
    const told = office.events.flatMap((event) =>
      event.code.startsWith('test-') && 'moment' in event ? [`${event.code} ${event.moment}`] : [],
    );
    expect(told.slice(-6)).toEqual([
      'test-started before',
      'test-passed before',
      'test-started during',
      'test-passed during',
      'test-started after',
      'test-passed after',
    ]);
    expect(office.events.some(({ code }) => code === 'check-ended')).toBe(false);
  });

  test('that fails beside it are looked at by a person where nothing turns back by itself', async () => {
    const strategy = { ...strategyNamed('blue-green'), autoRollback: false };
    const { office, outcome } = await upgrade(testStand(['during/orders']), { strategy });
    expect(outcome).toMatchObject({ kind: 'waiting', why: 'failed' });
    const { ports, signal } = office.start();
    const again = testStand();
    const resumed = await office.run(resumeRollout(ref, { ...ports, tests: again.tests }, signal));
    expect(resumed).toMatchObject({ kind: 'deployed' });
    // What has passed before it is not run again, what goes on beside it is.
    expect(again.story[0]).toBe('during/orders');
    expect(again.story.at(-1)).toBe('after/orders passed');
  });

  test('that fails before it are no reason to wait for a person', async () => {
    const strategy = { ...strategyNamed('blue-green'), autoRollback: false };
    const { outcome } = await upgrade(testStand(['before/orders']), { strategy });
    expect(outcome).toMatchObject({ kind: 'rolled-back' });
  });

  test('run again when a killed process is resumed, but for those that have passed before it', async () => {
    const office = desk({ tests: [everyMoment] });
    await office.roll('ami-1');
    const settings = fleetSettings({
      tests: [everyMoment],
      probe: { path: '/healthz', requestsPerSecond: 1 },
    });
    const victim = office.start({ diesAt: { call: 30, when: 'after' } });
    const first = testStand();
    const order = { ...ref, image: { id: 'ami-2' }, settings };
    await office.run(
      Promise.race([deploy(order, { ...victim.ports, tests: first.tests }, victim.signal), victim.death]),
    );
    expect(first.story).toEqual(['before/orders', 'before/orders passed', 'during/orders']);
    const { ports, signal } = office.start();
    const second = testStand();
    expect(await office.run(resumeRollout(ref, { ...ports, tests: second.tests }, signal))).toMatchObject({
      kind: 'deployed',
    });
    expect(second.story).toEqual([
      'during/orders',
      'during/orders asked to end',
      'during/orders passed',
      'after/orders',
      'after/orders passed',
    ]);
  });

  test('that fails is let pass by whoever says why', async () => {
    const office = desk({ tests: [everyMoment] });
    await office.roll('ami-1');
    const { ports, signal } = office.start();
    const stand = testStand(['before/orders', 'after/orders', 'during/orders']);
    const order = {
      ...ref,
      image: { id: 'ami-2' },
      settings: fleetSettings({ tests: [everyMoment], probe: { path: '/healthz', requestsPerSecond: 1 } }),
      overrides: [{ gate: 'orders', reason: 'the test itself is wrong' }],
    };
    expect(await office.run(deploy(order, { ...ports, tests: stand.tests }, signal))).toMatchObject({
      kind: 'deployed',
    });
  });

  test('are not asked by a rollback', async () => {
    const stand = testStand();
    const { office } = await upgrade(testStand());
    const { ports, signal } = office.start();
    await office.run(rollback(ref, { ...ports, tests: stand.tests }, signal));
    expect(stand.story).toEqual([]);
  });

  test('are none of a release that was recorded before there were tests', async () => {
    const office = desk();
    await office.roll('ami-1');
    const { ports } = office.start();
    const [key = ''] = await office.run(ports.state.list('shop/production/releases/'));
    const found = await office.run(ports.state.read(key));
    const { settings, ...rest } = JSON.parse(found?.text ?? '') as { settings: FleetSettings };
    const { tests: _, ...old } = settings;
    await office.run(ports.state.write(key, JSON.stringify({ ...rest, settings: old }), found ?? 'absent'));
    await office.roll('ami-2');
    const again = office.start();
    const outcome = await office.run(rollback(ref, again.ports, again.signal));
    expect(outcome).toMatchObject({ kind: 'deployed', release: { id: 'r1', settings: { tests: [] } } });
  });

  test('show in the status how far they are', async () => {
    const strategy = { ...strategyNamed('blue-green'), autoRollback: false };
    const { office } = await upgrade(testStand(['during/orders']), { strategy });
    const status = await office.run(readStatus(ref, office.start().ports));
    expect(status.unfinished?.progress.gates).toMatchObject([
      { stage: 'before', name: 'orders', state: 'passed' },
      { stage: 'during', name: 'orders', state: 'failed' },
      { stage: 'after', name: 'orders', state: 'open' },
    ]);
  });
});
