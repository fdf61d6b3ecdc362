import { describe, expect, test } from 'vitest';
import { deploy, healCluster } from '@imago/engine';
import { commandTest, testStand } from '../test-stand.ts';
import type { TestStand } from '../test-stand.ts';
import { clusterDesk, store } from './cluster-desk.ts';

const tests = [commandTest('orders', 'before', 'during', 'after')];

/** A cluster on its first release, and a deploy of the next with tests. */
async function upgrade(stand: TestStand) {
  const desk = clusterDesk({ tests, downgrade: 'allowed' });
  await desk.roll('ami-1');
  const { ports, signal } = desk.start();
  const order = { ...store, image: { id: 'ami-2' }, settings: desk.settings };
  const outcome = await desk.run(deploy(order, { ...ports, tests: stand.tests }, signal));
  const releases = desk.world.members.map(({ name }) => desk.world.releaseOf(name));
  return { desk, outcome, releases };
}

describe('tests of a cluster', () => {
  test('run before its members are replaced, beside it, and after it', async () => {
    const stand = testStand();
    const { outcome, desk } = await upgrade(stand);
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
    expect(stand.targets[0]).toMatchObject({
      moment: 'before',
      release: 'r2',
      previous: 'r1',
      instances: [],
      members: [{ name: 'm-1', address: '10.0.0.4' }, { name: 'm-2' }, { name: 'm-3' }],
    });
    expect(desk.world.broken).toEqual([]);
  });

  test('that fails before it refuse it, and no member is touched', async () => {
    const { outcome, releases, desk } = await upgrade(testStand(['before/orders']));
    expect(outcome).toMatchObject({
      kind: 'rolled-back',
      reason: 'test orders (before) failed: two orders are lost',
    });
    expect(releases).toEqual(['r1', 'r1', 'r1']);
    expect(desk.last().entries.some(({ kind }) => kind === 'act')).toBe(false);
  });

  test('that fails beside it turn it back', async () => {
    const { outcome, releases } = await upgrade(testStand(['during/orders']));
    expect(outcome).toMatchObject({
      kind: 'rolled-back',
      because: { kind: 'check-failed', check: 'orders', test: 'during' },
    });
    expect(releases).toEqual(['r1', 'r1', 'r1']);
  });

  test('that fails after it put every member back', async () => {
    const stand = testStand(['after/orders']);
    const { outcome, releases } = await upgrade(stand);
    expect(outcome).toMatchObject({
      kind: 'rolled-back',
      because: { kind: 'check-failed', check: 'orders', test: 'after' },
    });
    expect(stand.story).toContain('during/orders passed');
    expect(releases).toEqual(['r1', 'r1', 'r1']);
  });

  test('run only after its members came up for the first time', async () => {
    const desk = clusterDesk({ tests });
    const stand = testStand();
    const { ports, signal } = desk.start();
    const order = { ...store, image: { id: 'ami-1' }, settings: desk.settings };
    await desk.run(deploy(order, { ...ports, tests: stand.tests }, signal));
    expect(stand.story).toEqual(['after/orders', 'after/orders passed']);
  });

  test('are not asked when it is healed', async () => {
    const desk = clusterDesk({ tests });
    await desk.roll('ami-1');
    desk.world.befall('m-2', 'ends');
    await desk.pass(10);
    const stand = testStand();
    const { ports, signal } = desk.start();
    const outcome = await desk.run(healCluster(store, { ...ports, tests: stand.tests }, signal));
    expect(outcome).toMatchObject({ kind: 'healed' });
    expect(stand.story).toEqual([]);
  });
});
