import {
  CopySnapshotCommand,
  CreateSnapshotCommand,
  CreateSnapshotsCommand,
  CreateTagsCommand,
  DeleteSnapshotCommand,
  DescribeSnapshotsCommand,
  RegisterImageCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { awsError, describeOne, eachTestCloud, runOne } from './ec2-cloud.ts';
import { attachedVolume, createVolume, snapshot, snapshotOf, volume } from './volume-cloud.ts';

const it = eachTestCloud();

const rootOf = async (instanceId: string): Promise<string> =>
  (await describeOne(it.local, instanceId)).BlockDeviceMappings?.[0]?.Ebs?.VolumeId ?? '';
const remove = (SnapshotId: string) => it.local.ec2.send(new DeleteSnapshotCommand({ SnapshotId }));

test('a snapshot of a volume has its data when it is answered, and is pending a moment longer', async () => {
  const volumeId = await attachedVolume(it.local, await runOne(it.local));
  const begun = await it.local.ec2.send(
    new CreateSnapshotCommand({
      VolumeId: volumeId,
      Description: 'before the upgrade',
      TagSpecifications: [{ ResourceType: 'snapshot', Tags: [{ Key: 'imago:member', Value: 'etcd-1' }] }],
    }),
  );
  expect(begun).toMatchObject({ State: 'pending', Progress: '0%', VolumeId: volumeId, VolumeSize: 8 });
  expect([...it.local.machines.volumes.snapshots]).toEqual([begun.SnapshotId]);
  await it.local.tick();
  expect(await snapshot(it.local, begun.SnapshotId ?? '')).toMatchObject({
    State: 'completed',
    Progress: '100%',
    Description: 'before the upgrade',
    CompletionTime: expect.any(Date),
    Tags: [{ Key: 'imago:member', Value: 'etcd-1' }],
  });
  expect([...it.local.machines.volumes.snapshots]).toEqual([begun.SnapshotId]);
  const { Snapshots } = await it.local.ec2.send(
    new DescribeSnapshotsCommand({
      OwnerIds: ['self'],
      Filters: [
        { Name: 'tag:imago:member', Values: ['etcd-1'] },
        { Name: 'volume-id', Values: [volumeId] },
      ],
    }),
  );
  expect(Snapshots).toHaveLength(1);
});

test('a snapshot of a root volume freezes the machine as it runs, and an image starts from it', async () => {
  const instanceId = await runOne(it.local);
  const id = await snapshotOf(it.local, await rootOf(instanceId));
  await it.local.tick();
  expect((await snapshot(it.local, id)).State).toBe('completed');
  expect((await describeOne(it.local, instanceId)).State?.Name).toBe('running');
  expect(it.local.machines.disks).toContain(id);
  await expect(createVolume(it.local, { SnapshotId: id })).rejects.toMatchObject(
    awsError('UnsupportedOperation', /makes images from it/),
  );
  const { ImageId = '' } = await it.local.ec2.send(
    new RegisterImageCommand({
      Name: 'from a snapshot',
      RootDeviceName: '/dev/xvda',
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { SnapshotId: id } },
        { DeviceName: '/dev/xvdf', Ebs: { VolumeSize: 3 } },
      ],
    }),
  );
  const child = await runOne(it.local, { ImageId });
  expect(it.local.machines.created.get(child)?.disk).toBe(id);
  expect((await describeOne(it.local, child)).BlockDeviceMappings).toHaveLength(2);
});

test('snapshots of an instance are of one moment, of its volumes but those that are left out', async () => {
  const instanceId = await runOne(it.local);
  const data = await attachedVolume(it.local, instanceId, '/dev/xvdf');
  const log = await attachedVolume(it.local, instanceId, '/dev/xvdg');
  const scratch = await attachedVolume(it.local, instanceId, '/dev/xvdh');
  await it.local.ec2.send(
    new CreateTagsCommand({ Resources: [data], Tags: [{ Key: 'imago:volume', Value: 'data' }] }),
  );
  const taken: unknown[] = [];
  const { volumes } = it.local.machines;
  const real = { ...volumes };
  volumes.snapshot = (copies) => (taken.push(copies.map((copy) => copy.volume)), real.snapshot(copies));
  const { Snapshots = [] } = await it.local.ec2.send(
    new CreateSnapshotsCommand({
      InstanceSpecification: {
        InstanceId: instanceId,
        ExcludeBootVolume: true,
        ExcludeDataVolumeIds: [scratch],
      },
      CopyTagsFromSource: 'volume',
      Description: 'both',
    }),
  );
  expect(Snapshots).toMatchObject([
    { VolumeId: data, State: 'pending', Tags: [{ Key: 'imago:volume', Value: 'data' }] },
    { VolumeId: log, State: 'pending', Tags: [] },
  ]);
  await it.local.tick();
  expect(taken).toEqual([[data, log]]);
  for (const { SnapshotId = '' } of Snapshots) {
    expect((await snapshot(it.local, SnapshotId)).State).toBe('completed');
  }
  const all = await it.local.ec2.send(
    new CreateSnapshotsCommand({ InstanceSpecification: { InstanceId: instanceId } }),
  );
  expect(all.Snapshots).toHaveLength(4);
  const stranger = new CreateSnapshotsCommand({
    InstanceSpecification: { InstanceId: instanceId, ExcludeDataVolumeIds: [await rootOf(instanceId)] },
  });
  await expect(it.local.ec2.send(stranger)).rejects.toMatchObject(awsError('InvalidParameterValue'));
});

test('a snapshot that cannot be taken is in error and says why', async () => {
  const volumeId = await attachedVolume(it.local, await runOne(it.local));
  it.local.machines.volumes.snapshot = () => Promise.reject(new Error('the disk is full'));
  const id = await snapshotOf(it.local, volumeId);
  await it.local.tick();
  expect(await snapshot(it.local, id)).toMatchObject({
    State: 'error',
    StateMessage: expect.stringContaining('the disk is full'),
  });
});

test('the data of a snapshot go with the last of its copies, and after what is still made from them', async () => {
  const source = await attachedVolume(it.local, await runOne(it.local));
  const id = await snapshotOf(it.local, source);
  await it.local.tick();
  const { SnapshotId: copy = '' } = await it.local.ec2.send(
    new CopySnapshotCommand({ SourceSnapshotId: id, SourceRegion: 'us-east-1', Description: 'copy' }),
  );
  expect(await snapshot(it.local, copy)).toMatchObject({ State: 'completed', Description: 'copy' });
  await remove(id);
  await it.local.tick();
  expect(it.local.machines.volumes.snapshots).toContain(id);
  const made = await createVolume(it.local, { SnapshotId: copy });
  await remove(copy);
  await it.local.tick();
  expect((await volume(it.local, made)).State).toBe('available');
  await it.local.tick();
  expect(it.local.machines.volumes.snapshots.size).toBe(0);
});

test('only what has data has snapshots', async () => {
  await expect(snapshotOf(it.local, await createVolume(it.local))).rejects.toMatchObject(
    awsError('IncorrectState', /'creating'/),
  );
  await expect(snapshotOf(it.local, 'vol-0123456789abcdef0')).rejects.toMatchObject(
    awsError('InvalidVolume.NotFound'),
  );
});
