import { DescribeVolumesCommand } from '@aws-sdk/client-ec2';
import type { ObservedVolume, Restored } from '@imago/engine';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ref, startLocalCluster } from './local-cluster.ts';
import type { LocalCluster } from './local-cluster.ts';

let cluster: LocalCluster;
beforeEach(async () => {
  cluster = await startLocalCluster();
});
afterEach(() => cluster.close());

const ensure = (restored?: Restored): Promise<void> =>
  cluster.cloud.ensureMember(ref, cluster.order(1).member, cluster.settings, restored);

async function volume(): Promise<ObservedVolume> {
  const [only, second] = (await cluster.member(1)).volumes;
  if (only === undefined || second !== undefined) throw new Error('not exactly one volume');
  return only;
}

/** A snapshot of the member's volume before a rollout. */
async function snapshotOf(rollout: number): Promise<string> {
  await cluster.cloud.snapshotMember(ref, 'etcd-1', rollout);
  await cluster.settle();
  const { snapshots } = await cluster.cloud.observe(ref);
  return snapshots.find((snapshot) => snapshot.rollout === rollout)?.id ?? '';
}

/** Another volume in the place of the one that is there. */
async function restore(data: string, rollout: number): Promise<void> {
  await cluster.cloud.setAsideVolumes(ref, 'etcd-1', [(await volume()).id], rollout);
  await ensure({ snapshots: { data }, rollout });
  await cluster.settle();
}

describe('volumes that are set aside', () => {
  test('are no longer the member’s, and tell which restore replaced them', async () => {
    await ensure();
    await cluster.settle();
    const { id } = await volume();
    await cluster.cloud.setAsideVolumes(ref, 'etcd-1', [id], 9);
    expect(await cluster.member(1)).toMatchObject({ volumes: [], replaced: [{ id, replacedBy: 9 }] });
  });

  test('are those that were named, and only while nothing has them', async () => {
    await cluster.bring(1);
    const { id } = await volume();
    await cluster.cloud.setAsideVolumes(ref, 'etcd-1', [id], 9);
    expect((await volume()).id).toBe(id);
    await cluster.cloud.terminateMember(ref, await cluster.instance(1));
    await cluster.settle();
    await cluster.cloud.setAsideVolumes(ref, 'etcd-1', ['vol-0123456789abcdef0'], 9);
    expect((await volume()).id).toBe(id);
  });

  test('are the member’s again when they are taken back', async () => {
    await ensure();
    await cluster.settle();
    const { id } = await volume();
    await cluster.cloud.setAsideVolumes(ref, 'etcd-1', [id], 9);
    await cluster.cloud.takeBackVolumes(ref, 'etcd-1', [id]);
    expect(await volume()).toMatchObject({ id, state: 'available' });
    expect((await cluster.member(1)).replaced).toBeUndefined();
  });

  test('go with the data of their member, where these are to go', async () => {
    await ensure();
    await cluster.settle();
    await restore(await snapshotOf(8), 9);
    await cluster.cloud.deleteVolumes(ref, 'etcd-1');
    await cluster.settle();
    const { Volumes } = await cluster.local.ec2.send(new DescribeVolumesCommand({}));
    expect(Volumes).toEqual([]);
  });
});

describe('a volume from a snapshot', () => {
  test('tells which restore had it made, so that the same one may be restored from twice', async () => {
    await ensure();
    await cluster.settle();
    const data = await snapshotOf(8);
    await restore(data, 9);
    const first = await volume();
    expect(first).toMatchObject({ fromSnapshot: data, restoredBy: 9, formatted: true });
    await restore(data, 10);
    expect(await volume()).toMatchObject({ fromSnapshot: data, restoredBy: 10 });
    expect((await volume()).id).not.toBe(first.id);
    expect((await cluster.member(1)).replaced).toHaveLength(2);
  });

  test('is no smaller than the one that the snapshot is of', async () => {
    await ensure();
    await cluster.settle();
    const data = await snapshotOf(8);
    await cluster.cloud.setAsideVolumes(ref, 'etcd-1', [(await volume()).id], 9);
    const { settings } = cluster;
    const small = { ...settings, volumes: settings.volumes.map((one) => ({ ...one, sizeGiB: 1 })) };
    const restored = { snapshots: { data }, rollout: 9 };
    await cluster.cloud.ensureMember(ref, cluster.order(1).member, small, restored);
    const { id } = await volume();
    const { Volumes } = await cluster.local.ec2.send(new DescribeVolumesCommand({ VolumeIds: [id] }));
    expect(Volumes?.[0]?.Size).toBe(8);
  });
});

test('launch templates of releases go, and no others', async () => {
  const { id } = cluster.order(1).image;
  await cluster.cloud.ensureTemplate(ref, 'r2', { id }, cluster.settings);
  await cluster.cloud.deleteTemplates(ref, ['r1', 'r7']);
  expect((await cluster.cloud.observe(ref)).templates).toEqual(['r2']);
});
