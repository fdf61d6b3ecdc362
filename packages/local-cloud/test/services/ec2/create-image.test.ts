import {
  CopyImageCommand,
  CreateImageCommand,
  DeleteSnapshotCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeSnapshotsCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { beforeEach, expect, test } from 'vitest';
import { awsError, DEBIAN_12, describeOne, eachTestCloud, imageOf, run, runOne } from './ec2-cloud.ts';

const it = eachTestCloud();
let done: string[] = [];

beforeEach(() => {
  done = [];
  const machines = { ...it.local.machines };
  Object.assign(it.local.cloud.machines, {
    halt: (id: string, grace: number) => (done.push('halt'), machines.halt(id, grace)),
    freeze: (id: string, disk: string) => (done.push('freeze'), machines.freeze(id, disk)),
    boot: (id: string) => (done.push('boot'), machines.boot(id)),
  });
});

const imageNamed = async (id: string) => {
  const { Images } = await it.local.ec2.send(new DescribeImagesCommand({ ImageIds: [id] }));
  return Images?.[0];
};
const snapshots = async () => (await it.local.ec2.send(new DescribeSnapshotsCommand({}))).Snapshots ?? [];

test('a running instance is halted, frozen and booted again, and stays running', async () => {
  const id = await runOne(it.local);
  const imageId = await imageOf(it.local, id);
  expect(await imageNamed(imageId)).toMatchObject({
    State: 'pending',
    Name: 'web 1',
    OwnerId: '000000000000',
  });
  await it.local.tick();
  expect(await imageNamed(imageId)).toMatchObject({
    State: 'available',
    SourceInstanceId: id,
    Public: false,
  });
  expect(done).toEqual(['boot', 'halt', 'freeze', 'boot']);
  expect((await describeOne(it.local, id)).State?.Name).toBe('running');
});

test('without reboot a running instance is frozen as it runs', async () => {
  const id = await runOne(it.local);
  await it.local.ec2.send(new CreateImageCommand({ InstanceId: id, Name: 'web', NoReboot: true }));
  await it.local.tick();
  expect(done).toEqual(['boot', 'freeze']);
});

test('a stopped instance is frozen and stays stopped; one that is stopping is waited for', async () => {
  const id = await runOne(it.local);
  await it.local.ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
  const imageId = await imageOf(it.local, id);
  await it.local.tick();
  expect((await imageNamed(imageId))?.State).toBe('available');
  expect(done).toEqual(['boot', 'halt', 'freeze']);
  expect((await describeOne(it.local, id)).State?.Name).toBe('stopped');
});

test('instances start from the image, and images of images stack', async () => {
  const first = await imageOf(it.local, await runOne(it.local), 'layer 1');
  await it.local.tick();
  const second = await imageOf(it.local, await runOne(it.local, { ImageId: first }), 'layer 2');
  await it.local.tick();
  const id = await runOne(it.local, { ImageId: second });
  expect(it.local.machines.created.get(id)?.disk).toBe(second);
});

test('image and snapshot get their own tags, and the image names its snapshot', async () => {
  const tag = (Value: string) => [{ Key: 'Name', Value }];
  const { ImageId = '' } = await it.local.ec2.send(
    new CreateImageCommand({
      InstanceId: await runOne(it.local),
      Name: 'web',
      Description: 'the web server',
      TagSpecifications: [
        { ResourceType: 'image', Tags: tag('image') },
        { ResourceType: 'snapshot', Tags: tag('snapshot') },
      ],
    }),
  );
  const [snapshot] = await snapshots();
  expect(snapshot).toMatchObject({ State: 'pending', Tags: tag('snapshot'), VolumeSize: 8 });
  expect(await imageNamed(ImageId)).toMatchObject({
    Description: 'the web server',
    Tags: tag('image'),
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { SnapshotId: snapshot?.SnapshotId } }],
  });
  await it.local.tick();
  expect(await snapshots()).toMatchObject([{ State: 'completed', Progress: '100%' }]);
});

test('an image that cannot be frozen fails with the reason, and the instance runs again', async () => {
  const id = await runOne(it.local);
  it.local.cloud.machines.freeze = () => Promise.reject(new Error('the disk is full'));
  const imageId = await imageOf(it.local, id);
  await it.local.tick();
  expect(await imageNamed(imageId)).toMatchObject({
    State: 'failed',
    StateReason: { Message: expect.stringContaining('the disk is full') },
  });
  expect(await snapshots()).toMatchObject([{ State: 'error' }]);
  expect(it.local.machines.running).toContain(id);
});

test('an image of an instance that is terminated meanwhile fails', async () => {
  const id = await runOne(it.local);
  const imageId = await imageOf(it.local, id);
  await it.local.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  await it.local.tick();
  expect((await imageNamed(imageId))?.State).toBe('failed');
});

test('names are unique among own images, and well-formed', async () => {
  const id = await runOne(it.local);
  const imageId = await imageOf(it.local, id, 'web');
  await expect(imageOf(it.local, id, 'web')).rejects.toMatchObject(
    awsError('InvalidAMIName.Duplicate', new RegExp(`AMI name web is already in use by AMI ${imageId}`)),
  );
  for (const name of ['ab', 'web:1', 'x'.repeat(129)]) {
    await expect(imageOf(it.local, id, name)).rejects.toMatchObject(awsError('InvalidAMIName.Malformed'));
  }
});

test('a disk goes when image and snapshot are gone, the image first', async () => {
  const imageId = await imageOf(it.local, await runOne(it.local));
  await it.local.tick();
  const [snapshot] = await snapshots();
  const deleteSnapshot = () =>
    it.local.ec2.send(new DeleteSnapshotCommand({ SnapshotId: snapshot?.SnapshotId ?? '' }));
  await expect(deleteSnapshot()).rejects.toMatchObject(awsError('InvalidSnapshot.InUse'));
  await it.local.ec2.send(new DeregisterImageCommand({ ImageId: imageId }));
  await expect(imageNamed(imageId)).rejects.toMatchObject(awsError('InvalidAMIID.NotFound'));
  await it.local.tick();
  expect(it.local.machines.disks).toContain(imageId);
  await deleteSnapshot();
  expect(await snapshots()).toEqual([]);
  await it.local.tick();
  expect(it.local.machines.disks).not.toContain(imageId);
  expect(it.local.cloud.tables.snapshots.size).toBe(0);
});

test('an instance that was launched before its image was deregistered still starts', async () => {
  const imageId = await imageOf(it.local, await runOne(it.local));
  await it.local.tick();
  const [id = ''] = await run(it.local, { ImageId: imageId });
  await it.local.ec2.send(new DeregisterImageCommand({ ImageId: imageId, DeleteAssociatedSnapshots: true }));
  await it.local.tick();
  expect((await describeOne(it.local, id)).State?.Name).toBe('running');
  expect(it.local.machines.disks).not.toContain(imageId);
});

test('a disk that nobody wants any more when it is frozen is deleted', async () => {
  const imageId = await imageOf(it.local, await runOne(it.local));
  const machines = { ...it.local.machines };
  it.local.cloud.machines.freeze = async (id, disk) => {
    it.local.cloud.tables.images.delete(imageId);
    it.local.cloud.tables.snapshots.delete((await snapshots())[0]?.SnapshotId ?? '');
    return machines.freeze(id, disk);
  };
  await it.local.tick();
  expect(it.local.machines.disks).not.toContain(imageId);
});

test('a copy shares the disk, which goes with the last of the two', async () => {
  const imageId = await imageOf(it.local, await runOne(it.local));
  await it.local.tick();
  const copy = await it.local.ec2.send(
    new CopyImageCommand({ SourceImageId: imageId, SourceRegion: 'us-east-1', Name: 'copy' }),
  );
  const remove = async (ImageId: string) => {
    await it.local.ec2.send(new DeregisterImageCommand({ ImageId, DeleteAssociatedSnapshots: true }));
    await it.local.tick();
  };
  await remove(imageId);
  expect(it.local.machines.disks).toContain(imageId);
  await remove(copy.ImageId ?? '');
  expect(it.local.machines.disks).not.toContain(imageId);
});

test("Debian's images cannot be deregistered by others", async () => {
  await expect(it.local.ec2.send(new DeregisterImageCommand({ ImageId: DEBIAN_12 }))).rejects.toMatchObject(
    awsError('AuthFailure'),
  );
});
