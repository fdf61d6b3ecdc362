import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seconds } from '@imago/engine';
import type { ClusterAction } from '@imago/engine';
import { tearDownCluster } from '../../../src/strategies/cluster/tear-down-cluster.ts';
import type { ClusterEnd } from '../../../src/strategies/cluster/tear-down-cluster.ts';
import { ClusterWorld } from './cluster-world.ts';
import type { Luck } from './world-parts.ts';

const luck: Luck = { boot: { r1: 2 }, stop: 2, detach: 2 };

/** Follows it to its end, second by second. */
function follow(
  world: ClusterWorld,
  wanted: Pick<ClusterEnd, 'snapshots' | 'deleteData'>,
  ages = [0],
): string {
  const startedAt = world.date();
  const acts: { at: Date; action: ClusterAction }[] = [];
  for (let second = 0; second < 900; second += 1) {
    const observed = world.look(ages[second % ages.length] ?? 0);
    const last = acts.at(-1);
    const end: ClusterEnd = {
      ...wanted,
      number: 9,
      stopDeadline: seconds(20),
      startedAt,
      acts,
      ...(last === undefined ? {} : { actedAt: last.at }),
      interrupted: false,
    };
    const decision = tearDownCluster(observed, end, world.date());
    if (decision.kind === 'done') return 'done';
    if (decision.kind === 'act') {
      for (const action of decision.actions) {
        acts.push({ at: world.date(), action });
        const refusal = world.perform(action);
        if (refusal !== undefined) return refusal;
      }
    }
    world.advance();
  }
  return 'unfinished';
}

const kinds = (world: ClusterWorld): readonly string[] => [
  ...new Set(world.performed.map(({ kind }) => kind)),
];

describe('the end of a cluster', () => {
  test('stops all, makes snapshots of what is written down, and leaves the volumes', () => {
    const world = new ClusterWorld(3, luck, 'r1');
    expect(follow(world, { snapshots: true, deleteData: false })).toBe('done');
    expect(kinds(world)).toStrictEqual([
      'stop-member',
      'snapshot-members',
      'detach-volumes',
      'terminate-member',
      'remove-cluster',
    ]);
    expect(world.broken).toStrictEqual([]);
  });

  test('makes none where that was said', () => {
    const world = new ClusterWorld(3, luck, 'r1');
    expect(follow(world, { snapshots: false, deleteData: false })).toBe('done');
    expect(kinds(world)).not.toContain('snapshot-members');
  });

  test('deletes data by an explicit word alone, and not before its snapshots are complete', () => {
    const world = new ClusterWorld(1, { ...luck, slowSnapshots: true }, 'r1');
    expect(follow(world, { snapshots: true, deleteData: true })).toBe('unfinished');
    expect(kinds(world)).not.toContain('delete-volumes');
    const other = new ClusterWorld(1, luck, 'r1');
    follow(other, { snapshots: false, deleteData: true });
    expect(kinds(other)).toContain('delete-volumes');
  });

  test('deletes with the data what restores have set aside', () => {
    const world = new ClusterWorld(3, { ...luck, mayDelete: true }, 'r1');
    for (const { volume, aside } of world.members) {
      aside.push({ ...volume, id: `${volume.id}-old`, holder: undefined, state: 'available' });
    }
    expect(follow(world, { snapshots: true, deleteData: true })).toBe('done');
    expect(world.members.map(({ volume, aside }) => [volume.gone, aside])).toEqual(
      world.members.map(() => [true, []]),
    );
    expect(world.broken).toStrictEqual([]);
  });

  test('comes to its end in a cloud that answers late and stops slowly, and detaches from nothing that runs', () => {
    const ages = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 9 });
    const times = fc.record({ stop: fc.constantFrom(1, 10, 300), detach: fc.integer({ min: 1, max: 30 }) });
    fc.assert(
      fc.property(fc.constantFrom(1, 3, 5), ages, times, (size, behind, how) => {
        const world = new ClusterWorld(size, { ...luck, ...how }, 'r1');
        expect(follow(world, { snapshots: true, deleteData: false }, behind)).toBe('done');
        expect(world.broken).toStrictEqual([]);
        expect(world.members.flatMap(({ machines }) => machines)).toStrictEqual([]);
        expect(world.members.every(({ volume }) => volume.holder === undefined)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
