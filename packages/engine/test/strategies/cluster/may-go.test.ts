import { describe, expect, test } from 'vitest';
import { seconds } from '@imago/engine';
import type { ClusterHealth, ClusterSettings } from '@imago/engine';
import { clusterRolloutOf, nothingSeenOfCluster } from '../../../src/rollout/cluster-sight.ts';
import type { ClusterSight } from '../../../src/rollout/cluster-sight.ts';
import { clusterTask, neededOf } from '../../../src/strategies/cluster/cluster-task.ts';
import { mayGo } from '../../../src/strategies/cluster/may-go.ts';
import { ClusterWorld } from './cluster-world.ts';
import { clusterSettings } from './settings.ts';

/** What is said of taking out the first member, a minute into a rollout, when the cluster says this. */
function asked(
  health: Partial<ClusterHealth> | 'nothing',
  {
    size = 3,
    down = [],
    checkedAt,
    ...eyes
  }: Partial<ClusterSight> & { size?: number; down?: readonly string[]; checkedAt?: Date } = {},
): string | undefined {
  const settings = clusterSettings(size);
  const world = new ClusterWorld(size, { boot: { r1: 0 }, stop: 1, detach: 1 }, 'r1');
  for (let second = 0; second < 60; second += 1) world.advance();
  const word = world.health();
  const members = word.members.map((one) => (down.includes(one.name) ? { ...one, healthy: false } : one));
  const sight: ClusterSight = {
    ...nothingSeenOfCluster,
    ...(health === 'nothing' ? {} : { health: { ...word, members, ...health } }),
    ...eyes,
  };
  const startedAt = world.date(0);
  const order = {
    kind: 'deploy',
    number: 7,
    to: 'r2',
    from: 'r1',
    settings,
    fromSettings: settings,
  } as const;
  const now = world.date();
  // An act that the journal has, and whose end the loop has seen.
  const entries = [
    { kind: 'act', at: startedAt.toISOString(), actions: [{ kind: 'prepare-cluster' }] },
    ...(checkedAt === undefined ? [] : [handedOver(checkedAt)]),
  ] as const;
  const rollout = clusterRolloutOf({ ...order, startedAt, checks: [], releaseOf: {} }, entries, sight, {
    interrupted: false,
    now,
  });
  const task = clusterTask(world.look(0), rollout, now);
  const [view] = task.members;
  if (view === undefined) throw new Error('there is no member');
  const decision = mayGo(task, view);
  return decision !== undefined && 'reason' in decision ? decision.reason : decision?.kind;
}

const handedOver = (time: Date) =>
  ({
    kind: 'check',
    at: time.toISOString(),
    key: 'm-1@i-1/before-stop',
    name: 'before-stop',
    result: 'passed',
    detail: '',
  }) as const;

const at = (second: number): Date => new Date(Date.UTC(2026, 0, 1) + second * 1000);

describe('a member may be taken out', () => {
  test('when all are up, and the cluster has said so just now', () => {
    expect(asked({})).toBe(undefined);
  });

  test('but not by what it said before its leadership was handed over', () => {
    expect(asked({ at: at(58) }, { checkedAt: at(59) })).toBe("the cluster's own word");
    expect(asked({ at: at(60) }, { checkedAt: at(59) })).toBe(undefined);
  });

  test.each([
    ['nobody has asked the cluster', asked('nothing'), "the cluster's own word"],
    ['its word is too old', asked({ at: at(40) }), "the cluster's own word"],
    [
      'its word is from before the last act',
      asked({ at: at(54) }, { actedAt: at(55) }),
      "the cluster's own word",
    ],
    [
      'the look may be from before the last act',
      asked({}, { actedAt: at(57) }),
      'a look that shows everything that was done',
    ],
    ['it has no quorum', asked({ quorum: false }), 'the cluster to have a quorum'],
    ['it raises an alarm', asked({ alarms: ['NOSPACE'] }), 'NOSPACE to be cleared'],
    ['another is down', asked({}, { down: ['m-3'] }), '2 members besides m-1 to be up, of which 1 are'],
    [
      'another is down, though enough are up',
      asked({}, { size: 5, down: ['m-5'] }),
      'm-5 to be up before m-1 is taken out',
    ],
    [
      'it is not up itself, and too few others are',
      asked({}, { down: ['m-1', 'm-3'] }),
      '2 members besides m-1 to be up, of which 1 are',
    ],
  ])('not when %s', (_, reason, expected) => {
    expect(reason).toBe(expected);
  });

  test('though it is not up itself, when enough others are', () => {
    expect(asked({}, { down: ['m-1'] })).toBe(undefined);
  });
});

describe('how many stay up', () => {
  const command = (
    members: number,
    quorum: 'majority' | 'all' | number,
  ): Pick<ClusterSettings, 'members' | 'health'> => ({
    ...clusterSettings(members),
    health: {
      kind: 'member-command',
      name: 'store',
      on: 'member',
      run: 'check',
      quorum,
      maxBehind: 0,
      sampling: { interval: seconds(1), count: 1, failureLimit: 0, timeout: seconds(1) },
    },
  });

  test.each([
    ['one has nobody to spare, and stands still', clusterSettings(1), 0],
    ['a majority', clusterSettings(3), 2],
    ['a majority of an even number', clusterSettings(4), 3],
    ['as many as the gate says, such as one of a pair', command(2, 1), 1],
    ['all others', command(5, 'all'), 4],
  ])('%s', (_, of, needed) => {
    expect(neededOf(of)).toBe(needed);
  });
});
