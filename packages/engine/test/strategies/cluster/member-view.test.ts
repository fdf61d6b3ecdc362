import { describe, expect, test } from 'vitest';
import type { ClusterHealth, MemberHealth } from '@imago/engine';
import { clusterRolloutOf, nothingSeenOfCluster } from '../../../src/rollout/cluster-sight.ts';
import { clusterTask } from '../../../src/strategies/cluster/cluster-task.ts';
import { ClusterWorld } from './cluster-world.ts';
import { clusterSettings } from './settings.ts';

const settings = clusterSettings(3);

/** Whether the first of three members counts as up, by what is said of it so many seconds ago. */
function up(
  said: Partial<MemberHealth>,
  { saidAgo = 1, launchedAgo }: { readonly saidAgo?: number; readonly launchedAgo?: number } = {},
): boolean | undefined {
  const world = new ClusterWorld(3, { boot: { r1: 0 }, stop: 1, detach: 1 }, 'r1');
  for (let second = 0; second < 60; second += 1) world.advance();
  const word = world.health();
  const health: ClusterHealth = {
    ...word,
    at: world.date(60 - saidAgo),
    members: word.members.map((one) => (one.name === 'm-1' ? { ...one, ...said } : one)),
  };
  const launch = {
    kind: 'launch-member',
    member: 'm-1',
    release: 'r1',
    attempt: '7-m-1-1',
    bootstrap: 'existing',
  } as const;
  const entries =
    launchedAgo === undefined
      ? []
      : [{ kind: 'act' as const, at: world.date(60 - launchedAgo).toISOString(), actions: [launch] }];
  const order = { kind: 'heal', number: 7, to: 'r1', settings, checks: [], releaseOf: {} } as const;
  const now = world.date();
  const rollout = clusterRolloutOf(
    { ...order, startedAt: world.date(0) },
    entries,
    { ...nothingSeenOfCluster, health },
    { interrupted: false, now },
  );
  return clusterTask(world.look(0), rollout, now).members[0]?.up;
}

describe('a member is up', () => {
  test('when it runs on its volumes, and the cluster says that it is well', () => {
    expect(up({})).toBe(true);
  });

  test.each([
    ['it is not well', up({ healthy: false })],
    ['it has no vote', up({ role: 'learner' })],
    ['it lags behind', up({ behind: settings.health.maxBehind + 1 })],
    ['that was said too long ago', up({}, { saidAgo: 40 })],
    ['that was said of the instance before', up({}, { saidAgo: 5, launchedAgo: 3 })],
  ])('but not when %s', (_, is) => {
    expect(is).toBe(false);
  });

  test('with a lag that the gate allows', () => {
    expect(up({ behind: settings.health.maxBehind })).toBe(true);
  });
});
