import { describe, expect, test } from 'vitest';
import type { Action, Capacity, JournalEntry } from '@imago/engine';
import { foldJournal } from '../../src/rollout/fold-journal.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString();
const atRest: Capacity = { min: 2, desired: 4, max: 6 };
const surge: Capacity = { ...atRest, desired: 5 };
const act = (second: number, ...actions: readonly Action[]): JournalEntry => ({
  kind: 'act',
  at: at(second),
  actions,
});
const grow: Action = { kind: 'set-capacity', release: 'r1', capacity: surge, atRest };
const end = (...instances: readonly string[]): Action => ({
  kind: 'terminate',
  release: 'r1',
  instances,
  shrink: true,
});
const resumed: JournalEntry = { kind: 'taken-over', at: at(50), by: 'bob@laptop', token: 2, how: 'resume' };
const fold = (...entries: readonly JournalEntry[]) => foldJournal(entries, 'r1', []);

describe('a journal', () => {
  test('tells which instances were ended, and whether the group was made smaller for them', () => {
    expect(fold(act(1, end('i-1', 'i-2'))).ended).toStrictEqual({
      'i-1': { at: new Date(at(1)), shrink: true, uncertain: false },
      'i-2': { at: new Date(at(1)), shrink: true, uncertain: false },
    });
  });

  test('tells the sizes last set, and those at rest', () => {
    expect(fold(act(1, grow)).resized).toMatchObject({
      capacity: surge,
      atRest,
      back: false,
      uncertain: false,
    });
    expect(fold(act(1, { kind: 'set-capacity', release: 'r1', capacity: surge })).resized).toMatchObject({
      atRest: surge,
    });
  });

  test('tells nothing of other sides', () => {
    const other = fold(act(1, { ...grow, release: 'r7' }, { ...end('i-1'), release: 'r7' } as Action));
    expect(other).toMatchObject({ ended: {} });
    expect(other.resized).toBeUndefined();
  });

  test('doubts the last act before another process took over, and none before it', () => {
    const folded = fold(act(1, grow), act(2, end('i-1')), resumed);
    expect(folded.resized?.uncertain).toBe(false);
    expect(folded.ended['i-1']?.uncertain).toBe(true);
    expect(folded.actedAt).toStrictEqual(new Date(at(50)));
  });

  test('doubts an act that was given up for being outdated', () => {
    const folded = fold(act(1, grow), { kind: 'outdated', at: at(40) });
    expect(folded.resized?.uncertain).toBe(true);
    expect(folded.actedAt).toStrictEqual(new Date(at(1)));
  });

  test('doubts a shift before which the process may have died', () => {
    const shift = act(1, { kind: 'set-weights', weights: [{ release: 'r1', weight: 100 }] });
    expect(fold(shift, resumed).ordered.share).toMatchObject({ weight: 100, uncertain: true });
    expect(fold(shift, act(2, grow), resumed).ordered.share?.uncertain).toBeUndefined();
    expect(fold(shift, resumed, shift).ordered.share?.uncertain).toBeUndefined();
  });

  test('doubts an act that was refused', () => {
    const because = { kind: 'refused', action: 'set-capacity', message: 'no' } as const;
    expect(fold(act(1, grow), { kind: 'turned-back', at: at(2), because }).resized?.uncertain).toBe(true);
  });

  test('remembers what was set before sizes that perhaps never were', () => {
    const folded = fold(act(1, grow), act(2, { ...grow, capacity: atRest }), resumed);
    expect(folded.resized).toMatchObject({ uncertain: true, before: { capacity: surge } });
  });

  test('tells what the group was last told to launch', () => {
    expect(fold(act(1, { kind: 'set-template', release: 'r1', template: 'r2' })).template).toBe('r2');
  });
});
