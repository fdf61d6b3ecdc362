import { describe, expect, test } from 'vitest';
import type { ObservedSnapshot } from '@imago/engine';
import { chooseSnapshots } from '../../../src/rollout/cluster/choose-snapshots.ts';
import { snapshotSets } from '../../../src/rollout/cluster/snapshot-sets.ts';
import { clusterSettings } from '../../strategies/cluster/settings.ts';

const settings = clusterSettings(2);
let count = 0;

const taken = (member: string, time: string, change: Partial<ObservedSnapshot> = {}): ObservedSnapshot => {
  count += 1;
  const startedAt = new Date(`2026-11-21T${time}Z`);
  return { id: `snap-${count}`, member, volume: 'data', state: 'completed', startedAt, ...change };
};

const twelve = [taken('m-1', '10:00:00', { rollout: 12 }), taken('m-2', '10:00:02', { rollout: 12 })];
const scheduled = [
  taken('m-1', '12:00:01'),
  taken('m-2', '12:00:30'),
  taken('m-2', '13:00:01'),
  taken('m-1', '13:04:00'),
];
const all = [...scheduled, ...twelve];
const choose = (wanted: string | undefined, member?: string, snapshots = all) =>
  chooseSnapshots(snapshots, { wanted, member }, settings);

describe('sets of snapshots', () => {
  test('are those of a rollout, and those that a schedule made at one time, newest first', () => {
    expect(snapshotSets(all).map(({ name, snapshots }) => [name, snapshots.length])).toEqual([
      ['2026-11-21T13:00:01Z', 2],
      ['2026-11-21T12:00:01Z', 2],
      ['#12', 2],
    ]);
  });

  test('have the newest of each volume, and none that failed', () => {
    const again = taken('m-1', '10:00:09', { rollout: 12 });
    const failed = taken('m-2', '10:00:10', { rollout: 12, state: 'error' });
    const [set] = snapshotSets([again, failed, ...twelve]);
    expect(set?.snapshots.map(({ id }) => id).sort()).toEqual([again.id, twelve[1]?.id].sort());
  });
});

describe('what a person asks for', () => {
  const ofTwelve = { 'm-1': { data: twelve[0]?.id }, 'm-2': { data: twelve[1]?.id } };

  test.each([
    ['#12', undefined, '#12', ofTwelve],
    ['12', undefined, '#12', ofTwelve],
    ['12', 'm-2', '#12', { 'm-2': { data: twelve[1]?.id } }],
    ['2026-11-21T12', 'm-1', '2026-11-21T12:00:01Z', { 'm-1': { data: scheduled[0]?.id } }],
    ['2026-11-21 13:00', 'm-1', '2026-11-21T13:00:01Z', { 'm-1': { data: scheduled[3]?.id } }],
    [twelve[1]?.id, undefined, twelve[1]?.id, { 'm-2': { data: twelve[1]?.id } }],
  ])('%s of %s is found', (wanted, member, set, snapshots) => {
    expect(choose(wanted, member)).toMatchObject({ set, snapshots });
  });

  test.each([
    [undefined, undefined, '--snapshot is missing'],
    ['#13', undefined, 'there is no set of snapshots #13'],
    ['2026-11-21T1', undefined, '2026-11-21T1 may be 2 sets of snapshots'],
    ['snap-0', undefined, 'the cluster has no snapshot snap-0'],
    ['#12', 'm-9', 'there is no member m-9'],
    [twelve[1]?.id, 'm-1', `${twelve[1]?.id} is of m-2, not of m-1`],
  ])('%s of %s is refused', (wanted, member, message) => {
    expect(() => choose(wanted, member)).toThrow(message);
  });

  test('tells what there is, and of whom', () => {
    const partly = [...twelve, taken('m-1', '14:00:00', { rollout: 14 })];
    expect(() => choose('#13', undefined, partly)).toThrow(
      expect.objectContaining({
        source: 'user',
        fix: expect.stringMatching(/#14 {2}2026-11-21T14:00:00Z {2}m-1\n {2}#12 .* every member$/),
      }),
    );
    expect(() => choose('#14', undefined, partly)).toThrow('#14 has no data of m-2');
    expect(() => choose('#1', undefined, [])).toThrow(
      expect.objectContaining({ fix: expect.stringContaining('there are no snapshots') }),
    );
  });

  test('is refused while it is not complete: the cluster would stand still for as long', () => {
    const pending = [taken('m-1', '10:00:00', { rollout: 5, state: 'pending' })];
    expect(() => choose('#5', 'm-1', pending)).toThrow('not yet complete');
  });
});
