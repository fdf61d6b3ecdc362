import { describe, expect, test } from 'vitest';
import type { ObservedSnapshot } from '@imago/engine';
import { clusterTask } from '../../../src/strategies/cluster/cluster-task.ts';
import { retireOld } from '../../../src/strategies/cluster/retire-old.ts';
import type { ClusterRollout } from '../../../src/strategies/cluster/cluster-rollout.ts';
import { ClusterWorld } from './cluster-world.ts';
import { clusterSettings } from './settings.ts';

const world = new ClusterWorld(3, { boot: { r3: 1 }, stop: 1, detach: 1 }, 'r3');
const names = ['m-1', 'm-2', 'm-3'];

const taken = (
  rollout: number,
  change: Partial<ObservedSnapshot> = {},
  of: readonly string[] = names,
): readonly ObservedSnapshot[] =>
  of.map((member) => ({
    id: `snap-${rollout}-${member}`,
    member,
    volume: 'data',
    volumeId: member.replace('m', 'vol'),
    state: 'completed',
    startedAt: new Date(rollout),
    rollout,
    ...change,
  }));

function retired(
  snapshots: readonly ObservedSnapshot[],
  acts: ClusterRollout['acts'] = [],
  templates: readonly `r${number}`[] = ['r3'],
): readonly unknown[] {
  const order = {
    kind: 'deploy',
    number: 9,
    to: 'r3',
    from: 'r2',
    settings: clusterSettings(3),
    releaseOf: {},
    checks: [],
    startedAt: world.date(),
    acts,
    checkEnds: {},
    stepsDone: 3,
    told: { paused: false, promoted: false, promotedFully: false, overrides: {} },
    recovering: false,
    healthySinceOf: {},
    seenHealthyOf: {},
    ailingSinceOf: {},
    checkStates: {},
    progressAt: world.date(),
    interrupted: false,
  } satisfies ClusterRollout;
  const observed = { ...world.look(0), snapshots, templates };
  const decision = retireOld(clusterTask(observed, order, world.date()));
  return decision?.kind === 'act' ? decision.actions : [];
}

const ids = (rollout: number): readonly string[] => names.map((name) => `snap-${rollout}-${name}`);

describe('after a rollout that counts', () => {
  test('the two newest sets of snapshots stay, and older ones go', () => {
    const snapshots = [...taken(2), ...taken(5), ...taken(9)];
    expect(retired(snapshots)).toEqual([{ kind: 'retire-snapshots', snapshots: ids(2) }]);
  });

  test.each([
    ['there are but two', [...taken(5), ...taken(9)]],
    ['one of the newest is not complete', [...taken(2), ...taken(5), ...taken(9, { state: 'pending' })]],
    ['one of the newest lacks a member', [...taken(2), ...taken(5), ...taken(9, {}, ['m-1', 'm-3'])]],
    [
      'their volume is gone, and with it the data',
      [...taken(2, { volumeId: 'vol-9' }), ...taken(5), ...taken(9)],
    ],
  ])('none goes where %s', (_why, snapshots) => {
    expect(retired(snapshots)).toEqual([]);
  });

  test('snapshots of a schedule are the schedule’s', () => {
    const scheduled = taken(1).map(({ rollout: _rollout, ...snapshot }) => snapshot);
    expect(retired([...scheduled, ...taken(5), ...taken(9)])).toEqual([]);
  });

  test('templates go that nothing runs from and no way back leads to', () => {
    expect(retired([], [], ['r1', 'r2', 'r3'])).toEqual([{ kind: 'retire-templates', releases: ['r1'] }]);
  });

  test('what AWS did not let go is left for the next', () => {
    const action = { kind: 'retire-templates', releases: ['r1'] } as const;
    expect(retired([], [{ at: world.date(), action }], ['r1', 'r3'])).toEqual([]);
  });
});
