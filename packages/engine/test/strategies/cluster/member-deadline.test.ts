import { describe, expect, test } from 'vitest';
import type { ClusterAction, JournalEntry } from '@imago/engine';
import { clusterRolloutOf, nothingSeenOfCluster } from '../../../src/rollout/cluster-sight.ts';
import { clusterTask } from '../../../src/strategies/cluster/cluster-task.ts';
import { isLate } from '../../../src/strategies/cluster/member-deadline.ts';
import { ClusterWorld } from './cluster-world.ts';
import { clusterSettings } from './settings.ts';

type Entry = JournalEntry<ClusterAction>;

const settings = clusterSettings(3);
const deadline = settings.strategy.healthyDeadline.milliseconds / 1000;
const started = 0;

const act = (second: number, action: ClusterAction): ((at: (second: number) => Date) => Entry) => {
  return (at) => ({ kind: 'act', at: at(second).toISOString(), actions: [action] });
};
const launched = act(10, {
  kind: 'launch-member',
  member: 'm-1',
  release: 'r1',
  attempt: '7-m-1-1',
  bootstrap: 'existing',
});
const stopped = (member: string) =>
  act(11, { kind: 'stop-member', member, instance: `i-of-${member}`, force: false });

/** Whether the first member, which runs and is not up, had its time: now, and when it was last up, in seconds. */
function late(now: number, upAt: number | undefined, entries: readonly ReturnType<typeof act>[]): boolean {
  const world = new ClusterWorld(3, { boot: { r1: 0 }, stop: 1, detach: 1 }, 'r1');
  while (world.seconds < now) world.advance();
  const word = world.health();
  const members = word.members.map((one) => (one.name === 'm-1' ? { ...one, healthy: false } : one));
  const instance = world.members[0]?.machines[0]?.id ?? '';
  const order = { kind: 'deploy', number: 7, to: 'r1', settings } as const;
  const rollout = clusterRolloutOf(
    { ...order, startedAt: world.date(started), checks: [], releaseOf: {} },
    entries.map((entry) => entry((second) => world.date(second))),
    {
      ...nothingSeenOfCluster,
      health: { ...word, members },
      seenHealthyOf: upAt === undefined ? {} : { [instance]: world.date(upAt) },
    },
    { interrupted: false, now: world.date() },
  );
  const task = clusterTask(world.look(0), rollout, world.date());
  const [view] = task.members;
  if (view === undefined) throw new Error('there is no member');
  return isLate(task, view);
}

describe('a member that we launched', () => {
  test('has the time of its deadline', () => {
    expect(late(10 + deadline - 1, undefined, [launched])).toBe(false);
    expect(late(10 + deadline, undefined, [launched])).toBe(true);
  });

  test('that was up has it once more, and no more often: it may come and go for ever', () => {
    expect(late(10 + deadline, 30, [launched])).toBe(false);
    expect(late(10 + 2 * deadline, 9 + 2 * deadline, [launched])).toBe(true);
  });

  test('that others have gone in reliance on has it anew whenever it is not up for a moment', () => {
    expect(late(10 + 3 * deadline, 9 + 3 * deadline, [launched, stopped('m-2')])).toBe(false);
    expect(late(10 + 3 * deadline, 10 + 2 * deadline, [launched, stopped('m-2')])).toBe(true);
  });
});
