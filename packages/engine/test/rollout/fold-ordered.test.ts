import { describe, expect, test } from 'vitest';
import type { Action, ReleaseId } from '@imago/engine';
import { foldOrdered } from '../../src/rollout/fold-ordered.ts';
import type { Ordered } from '../../src/strategies/rollout.ts';

const at = new Date('2026-01-01T12:00:00Z');
const earlier = new Date('2026-01-01T11:00:00Z');
const nothing: Ordered = { testTraffic: [] };
const none = { min: 0, desired: 0, max: 0 };
const fold = (actions: readonly Action[], ordered: Ordered = nothing): Ordered =>
  foldOrdered({ ordered }, actions, 'r2', at);
const weights = (...pairs: readonly (readonly [ReleaseId, number])[]): Action => ({
  kind: 'set-weights',
  weights: pairs.map(([release, weight]) => ({ release, weight })),
});

describe('what the journal says was ordered', () => {
  test('is the new side’s latest share', () => {
    expect(fold([weights(['r1', 75], ['r2', 25])])).toStrictEqual({ ...nothing, share: { weight: 25, at } });
  });

  test('is none where the weights leave it out', () => {
    expect(fold([weights(['r1', 100])]).share?.weight).toBe(0);
  });

  test('is the latest test traffic', () => {
    expect(fold([{ kind: 'set-test-traffic', releases: ['r2'] }]).testTraffic).toStrictEqual(['r2']);
  });

  test.each<Action>([
    { kind: 'schedule-retirement', release: 'r1', at: at.toISOString() },
    { kind: 'set-capacity', release: 'r1', capacity: none },
    { kind: 'remove-side', release: 'r7' },
  ])('is the end of what is left behind: $kind', (action) => {
    expect(fold([action]).retiringSince).toBe(at);
    expect(fold([action], { ...nothing, retiringSince: earlier }).retiringSince).toBe(earlier);
  });

  test('is no end of it on the way back', () => {
    const folded = { ordered: nothing, turnedBack: { kind: 'killed' } } as const;
    expect(foldOrdered(folded, [{ kind: 'remove-side', release: 'r1' }], 'r2', at)).toStrictEqual(nothing);
  });

  test('is the end of the new side', () => {
    expect(fold([{ kind: 'remove-side', release: 'r2' }])).toStrictEqual({ ...nothing, removingSince: at });
  });

  test('is nothing of it where a side only changes its size', () => {
    const capacity = { min: 1, desired: 4, max: 8 };
    expect(fold([{ kind: 'set-capacity', release: 'r2', capacity }])).toStrictEqual(nothing);
  });
});
