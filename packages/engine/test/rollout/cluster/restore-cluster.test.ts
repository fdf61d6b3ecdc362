import { describe, expect, test } from 'vitest';
import {
  abortRollout,
  deploy,
  planRestore,
  readHistory,
  restoreCluster,
  resumeRollout,
  rollback,
} from '@imago/engine';
import type { RestoreRequest } from '@imago/engine';
import { clusterDesk, store } from './cluster-desk.ts';
import type { ClusterDesk } from './cluster-desk.ts';

const dataOf = ({ world }: ClusterDesk) => world.members.map(({ volume }) => volume.snapshot);
const releasesOf = ({ world }: ClusterDesk) => world.members.map(({ name }) => world.releaseOf(name));
const ofTwo = ['snap-2-m-1', 'snap-2-m-2', 'snap-2-m-3'];
const none = [undefined, undefined, undefined];

/** Two releases were rolled out; #2 made snapshots before the second. */
async function upgraded(): Promise<ClusterDesk> {
  const desk = clusterDesk();
  await desk.roll('ami-1');
  await desk.roll('ami-2');
  return desk;
}

const restore = (desk: ClusterDesk, request: Partial<RestoreRequest> = {}) => {
  const { ports, signal } = desk.start();
  return desk.run(restoreCluster({ ...store, kind: 'cluster', snapshot: '#2', ...request }, ports, signal));
};

describe('a restore', () => {
  test('gives every member the data of the snapshots, and keeps the volumes that they had', async () => {
    const desk = await upgraded();
    expect(await restore(desk)).toMatchObject({
      kind: 'restored',
      release: 'r2',
      set: '#2',
      replaced: ['vol-1', 'vol-2', 'vol-3'],
    });
    expect(dataOf(desk)).toEqual(ofTwo);
    expect(releasesOf(desk)).toEqual(['r2', 'r2', 'r2']);
    expect(desk.last()).toMatchObject({ kind: 'restore', end: { kind: 'restored' } });
    expect(desk.world.broken).toEqual([]);
    const history = await desk.run(readHistory(store, desk.start().ports));
    expect(history.rollouts[0]).toMatchObject({ kind: 'restore', cluster: { snapshotSet: '#2' } });
  });

  test('may be of the same snapshots again', async () => {
    const desk = await upgraded();
    await restore(desk);
    expect(await restore(desk)).toMatchObject({ kind: 'restored' });
    expect(desk.world.members.map(({ aside }) => aside.length)).toEqual([2, 2, 2]);
  });

  test('comes up on the release that wrote the data, if that is wished, which is live then', async () => {
    const desk = await upgraded();
    expect(await restore(desk, { release: 'r1' })).toMatchObject({ kind: 'restored', release: 'r1' });
    expect(releasesOf(desk)).toEqual(['r1', 'r1', 'r1']);
    expect(await desk.roll('ami-2')).toMatchObject({ kind: 'deployed', previous: 'r1' });
  });

  test('of one member leaves the others as they are', async () => {
    const desk = await upgraded();
    expect(await restore(desk, { member: 'm-2' })).toMatchObject({ kind: 'restored', replaced: ['vol-2'] });
    expect(dataOf(desk)).toEqual([undefined, 'snap-2-m-2', undefined]);
    expect(await restore(desk, { member: 'm-2', release: 'r1' })).toMatchObject({ kind: 'nowhere' });
  });

  test('is refused before anything is touched where its snapshots are not there', async () => {
    const desk = await upgraded();
    const { ports } = desk.start();
    const plan = planRestore({ ...store, snapshot: '#9' }, ports);
    await expect(desk.run(plan)).rejects.toThrow('there is no set of snapshots #9');
    await expect(restore(desk, { snapshot: '#9' })).rejects.toThrow('there is no set of snapshots #9');
    expect(await restore(desk, { release: 'r7' })).toMatchObject({ kind: 'nowhere' });
    expect(desk.last()).toMatchObject({ kind: 'deploy', number: 2 });
    const empty = clusterDesk();
    expect(await restore(empty)).toMatchObject({ kind: 'nowhere' });
  });

  test('is no way round what the store refuses: a rollback asks again', async () => {
    const desk = await upgraded();
    await restore(desk);
    const { ports, signal } = desk.start();
    const outcome = await desk.run(rollback({ ...store, kind: 'cluster' }, ports, signal));
    expect(outcome).toMatchObject({ kind: 'nowhere' });
  });
});

/** Its process dies once it has written so many entries; undefined where it came to its end before. */
async function killed(entries: number): Promise<ClusterDesk | undefined> {
  const desk = await upgraded();
  const clerk = desk.start(entries);
  const request = { ...store, kind: 'cluster', snapshot: '#2', release: 'r1' } as const;
  const work = restoreCluster(request, clerk.ports, clerk.signal);
  await desk.run(Promise.race([work, clerk.death]));
  return clerk.dead() ? desk : undefined;
}

describe('a restore that is killed', () => {
  const moments = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

  test.each(moments)('after entry %i is resumed', async (entries) => {
    const desk = await killed(entries);
    if (desk === undefined) return;
    const { ports, signal } = desk.start();
    const outcome = await desk.run(resumeRollout({ ...store, kind: 'cluster' }, ports, signal));
    const ended = outcome.kind === 'no-rollout';
    expect(outcome.kind).toBe(ended ? 'no-rollout' : 'restored');
    expect([dataOf(desk), releasesOf(desk)]).toEqual([ofTwo, ['r1', 'r1', 'r1']]);
    expect(desk.world.broken).toEqual([]);
  });

  test.each(moments)(
    'after entry %i is aborted: each has the data and the release that it had',
    async (entries) => {
      const desk = await killed(entries);
      if (desk === undefined) return;
      const { ports, signal } = desk.start();
      const outcome = await desk.run(abortRollout({ ...store, kind: 'cluster' }, ports, signal));
      if (outcome.kind === 'no-rollout') return;
      expect(outcome).toMatchObject({ kind: 'aborted', live: 'r2' });
      expect([dataOf(desk), releasesOf(desk)]).toEqual([none, ['r2', 'r2', 'r2']]);
      expect(desk.world.broken).toEqual([]);
      expect(desk.world.up).toHaveLength(3);
    },
  );

  test.each(moments)('after entry %i is put right by the next deploy: all data, or none', async (entries) => {
    const desk = await killed(entries);
    if (desk === undefined) return;
    // From the first launch on somebody may have written to them.
    const launched = JSON.stringify(desk.last().entries).includes('launch-member');
    const { ports, signal } = desk.start();
    const { settings } = desk;
    const request = { ...store, kind: 'cluster', image: { id: 'ami-3' }, settings } as const;
    expect(await desk.run(deploy(request, ports, signal))).toMatchObject({ kind: 'deployed' });
    expect(dataOf(desk)).toEqual(launched ? ofTwo : none);
    expect(desk.world.broken).toEqual([]);
    expect(desk.world.up).toHaveLength(3);
  });
});
