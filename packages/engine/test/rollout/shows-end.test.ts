import { describe, expect, test } from 'vitest';
import type { Action, JournalEntry, Observed, RolloutRecord } from '@imago/engine';
import { showsEnd } from '../../src/rollout/shows-end.ts';
import { ago, environment, now, side, sizes } from '../strategies/build.ts';

const act = (seconds: number, ...actions: readonly Action[]): JournalEntry => ({
  kind: 'act',
  at: ago(seconds).toISOString(),
  actions,
});
const retireAt = new Date(now.getTime() + 1_800_000);
const moved: Action = {
  kind: 'set-weights',
  weights: [
    { release: 'r1', weight: 0 },
    { release: 'r2', weight: 100 },
  ],
};
const kept: Extract<Action, { kind: 'schedule-retirement' }> = {
  kind: 'schedule-retirement',
  release: 'r1',
  at: retireAt.toISOString(),
};
const gone: Action = { kind: 'remove-side', release: 'r0' };

/** A deploy to r2 that ended two seconds ago. */
const ended = (entries: readonly JournalEntry[], changes: Partial<RolloutRecord> = {}): RolloutRecord => ({
  number: 2,
  kind: 'deploy',
  to: 'r2',
  from: 'r1',
  toSide: 'r2',
  fromSide: 'r1',
  environmentExisted: true,
  before: [],
  startedAt: ago(60).toISOString(),
  by: 'ann@laptop',
  token: 1,
  entries,
  end: { at: ago(2).toISOString(), kind: 'deployed' },
  ...changes,
});
const blueGreen = [act(5, moved), act(3, gone, kept)];
const after = environment(side('r1', { weight: 0, retireAt }), side('r2', { weight: 100 }));

describe('the end of a rollout is shown', () => {
  test('by a look in which all that was done last is seen', () => {
    expect(showsEnd(ended(blueGreen), after)).toBe(true);
  });

  test('by a look in which a retirement is due on the next full second', () => {
    const asked = new Date(retireAt.getTime() - 600).toISOString();
    const entries = [act(5, moved), act(3, { ...kept, at: asked })];
    expect(showsEnd(ended(entries), after)).toBe(true);
  });

  test.each<[string, Observed]>([
    ['the weights', environment(side('r1', { weight: 100, retireAt }), side('r2', { weight: 0 }))],
    ['the retirement', environment(side('r1', { weight: 0 }), side('r2', { weight: 100 }))],
    [
      'a later retirement',
      environment(side('r1', { weight: 0, retireAt: now }), side('r2', { weight: 100 })),
    ],
    ['what was removed', environment(side('r0', { weight: 0 }), ...after.sides)],
    ['a side', environment(side('r2', { weight: 100 }))],
  ])('not by a look from before %s', (_, look) => {
    expect(showsEnd(ended(blueGreen), look)).toBe(false);
  });

  test('by every look once it is long enough ago', () => {
    const end = { at: ago(6).toISOString(), kind: 'deployed' } as const;
    expect(showsEnd(ended(blueGreen, { end }), environment(side('r1', { weight: 100 })))).toBe(true);
  });

  test('by the last of two orders', () => {
    const capacity = { ...sizes, desired: 4 };
    const grown: Action = { kind: 'set-capacity', release: 'r2', capacity };
    const asBefore: Action = { kind: 'set-capacity', release: 'r2', capacity: sizes };
    expect(showsEnd(ended([act(4, grown), act(3, asBefore)]), after)).toBe(true);
    expect(showsEnd(ended([act(4, asBefore), act(3, grown)]), after)).toBe(false);
  });
});

describe('the end of a rollout is not certain', () => {
  const ends = (shrink: boolean): Action => ({
    kind: 'terminate',
    release: 'r2',
    instances: ['i-1'],
    shrink,
  });
  const sized: Action = { kind: 'set-capacity', release: 'r2', capacity: sizes };
  const surged: Action = { ...sized, capacity: { ...sizes, desired: sizes.desired + 1 } };
  const failing: Action = { ...ends(true), failing: true } as Action;
  const suspended: Action = { kind: 'set-suspended', release: 'r2', processes: ['AZRebalance'] };
  const refresh: Action = {
    kind: 'start-refresh',
    release: 'r2',
    template: 'r2',
    preferences: {
      minHealthyPercentage: 90,
      maxHealthyPercentage: 100,
      instanceWarmup: 0,
      checkpointPercentages: [],
      checkpointDelay: 0,
      skipMatching: true,
      standbyInstances: 'wait',
      scaleInProtectedInstances: 'wait',
      bakeTime: 0,
    },
  };
  const launches: Action = { kind: 'set-template', release: 'r2', template: 'r3' };

  test.each<[string, readonly JournalEntry[], Partial<RolloutRecord>?]>([
    [
      'after a group was made smaller by instances that may have gone by themselves',
      [act(4, sized), act(3, failing)],
    ],
    ['where nobody set the size from which a group was made smaller', [act(3, ends(true))]],
    ['while a group is larger than it was made', [act(4, sized), act(3, ends(true))]],
    ['while a process is not seen to be suspended', [act(3, suspended)]],
    ['while a template is not seen to be the launched one', [act(3, launches)]],
    ['where an act may not have been done', [act(4, kept), { kind: 'outdated', at: ago(3).toISOString() }]],
    [
      'where another process took over',
      [act(4, kept), { kind: 'taken-over', at: ago(3).toISOString(), by: 'bob', token: 2, how: 'resume' }],
    ],
    ['after the environment was removed', [act(3, { kind: 'remove-environment' })]],
    ['after an instance refresh, which AWS ends by itself', [act(40, refresh), act(3, kept)]],
    ['after a destroy', [], { kind: 'destroy', end: { at: ago(2).toISOString(), kind: 'destroyed' } }],
  ])('%s', (_, entries, changes) => {
    expect(showsEnd(ended(entries, changes), after)).toBe(false);
  });

  test('but instances that are replaced, and sizes set after all, leave no doubt', () => {
    expect(showsEnd(ended([act(4, ends(false))]), after)).toBe(true);
    expect(showsEnd(ended([act(4, ends(true)), act(3, sized)]), after)).toBe(true);
    expect(showsEnd(ended([act(40, surged), act(4, ends(true))]), after)).toBe(true);
  });
});
