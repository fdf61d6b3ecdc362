import { describe, expect, test } from 'vitest';
import type { ClusterAction, JournalEntry } from '@imago/engine';
import { foldClusterJournal } from '../../src/rollout/fold-cluster-journal.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString();
const date = (second: number): Date => new Date(at(second));
const stop: ClusterAction = { kind: 'stop-member', member: 'etcd-1', instance: 'i-1', force: false };
const end: ClusterAction = { kind: 'terminate-member', member: 'etcd-1', instance: 'i-1' };

const act = (second: number, ...actions: readonly ClusterAction[]): JournalEntry<ClusterAction> => ({
  kind: 'act',
  at: at(second),
  actions,
});

describe('the journal of a cluster', () => {
  test('tells every order, in order', () => {
    const { acts, actedAt } = foldClusterJournal([act(1, stop), act(5, end)], []);
    expect(acts).toStrictEqual([
      { at: date(1), action: stop },
      { at: date(5), action: end },
    ]);
    expect(actedAt).toStrictEqual(date(5));
  });

  test('has no news in what is ordered once more', () => {
    const folded = foldClusterJournal([act(1, stop), act(9, stop)], []);
    expect(folded).toMatchObject({ lastNewsAt: date(1), actedAt: date(9) });
    expect(foldClusterJournal([act(1, stop), act(9, stop, end)], []).lastNewsAt).toStrictEqual(date(9));
  });

  test('tells when another process went on: what was ordered last may be done only then', () => {
    const taken = { kind: 'taken-over', at: at(20), by: 'bob@laptop', token: 2 } as const;
    const failed = {
      kind: 'check',
      at: at(2),
      key: 'end/reads',
      name: 'reads',
      result: 'failed',
      detail: '',
    } as const;
    const resumed = foldClusterJournal([act(1, stop), failed, { ...taken, how: 'resume' }], []);
    expect(resumed).toMatchObject({
      actedAt: date(20),
      takenOverAt: date(20),
      recovering: false,
      checkEnds: {},
    });
    const recovered = foldClusterJournal([act(1, stop), failed, { ...taken, how: 'recover' }], []);
    expect(recovered).toMatchObject({ recovering: true, checkEnds: { 'end/reads': { result: 'failed' } } });
  });

  test('counts the members that were passed, and forgets a promote that was used', () => {
    const order = { kind: 'promote', by: 'ann', at: at(1), full: false } as const;
    const told = { kind: 'told', at: at(1), index: 0, order } as const;
    const step = { kind: 'step', at: at(3), index: 1, title: '2 of 3 members on r2' } as const;
    expect(foldClusterJournal([told], []).told.promoted).toBe(true);
    expect(foldClusterJournal([told, step], [])).toMatchObject({
      stepsDone: 2,
      lastStepAt: date(3),
      told: { promoted: false },
    });
  });
});
