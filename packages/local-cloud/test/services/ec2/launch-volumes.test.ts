import {
  CreateImageCommand,
  CreateLaunchTemplateCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  ModifyInstanceAttributeCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { metadataTree } from '../../../src/metadata/metadata-tree.ts';
import { awsError, describeOne, eachTestCloud, imageOf, run, runOne } from './ec2-cloud.ts';
import { attachedVolume, snapshotOf, volume } from './volume-cloud.ts';

const it = eachTestCloud();

const mappings = async (id: string) => (await describeOne(it.local, id)).BlockDeviceMappings ?? [];
const idAt = async (id: string, device: string): Promise<string> =>
  (await mappings(id)).find(({ DeviceName }) => DeviceName === device)?.Ebs?.VolumeId ?? '';

test('a launch makes and attaches volumes before the machine boots: empty, and from a snapshot', async () => {
  const source = await attachedVolume(it.local, await runOne(it.local));
  const snapshotId = await snapshotOf(it.local, source);
  await it.local.tick();
  const seen: unknown[] = [];
  const machines = { ...it.local.machines };
  it.local.machines.boot = (id) => {
    seen.push([...it.local.machines.volumes.volumes.values()].filter(({ machine }) => machine === id));
    return machines.boot(id);
  };
  const [id = ''] = await run(it.local, {
    BlockDeviceMappings: [
      { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 10 } },
      { DeviceName: '/dev/sdf', Ebs: { VolumeSize: 5, VolumeType: 'gp3', DeleteOnTermination: false } },
      { DeviceName: '/dev/sdg', Ebs: { SnapshotId: snapshotId } },
      { DeviceName: '/dev/sdb', VirtualName: 'ephemeral0' },
    ],
    TagSpecifications: [{ ResourceType: 'volume', Tags: [{ Key: 'Name', Value: 'mine' }] }],
  });
  expect(await volume(it.local, await idAt(id, '/dev/sdf'))).toMatchObject({ State: 'creating' });
  await it.local.tick();
  expect(await mappings(id)).toMatchObject([
    { DeviceName: '/dev/xvda', Ebs: { Status: 'attached', DeleteOnTermination: true } },
    { DeviceName: '/dev/sdf', Ebs: { Status: 'attached', DeleteOnTermination: false } },
    { DeviceName: '/dev/sdg', Ebs: { Status: 'attached', DeleteOnTermination: true } },
  ]);
  expect(seen).toMatchObject([[{ sizeGiB: 5 }, { sizeGiB: 8, snapshot: snapshotId }]]);
  expect(await volume(it.local, await idAt(id, '/dev/sdf'))).toMatchObject({
    State: 'in-use',
    Tags: [{ Key: 'Name', Value: 'mine' }],
  });
});

test('metadata names the data volumes of an instance', async () => {
  const id = await runOne(it.local, {
    BlockDeviceMappings: ['/dev/sdf', '/dev/sdg'].map((DeviceName) => ({
      DeviceName,
      Ebs: { VolumeSize: 1 },
    })),
  });
  const instance = it.local.cloud.tables.instances.get(id);
  expect(instance && metadataTree(it.local.cloud, instance)).toMatchObject({
    'block-device-mapping': { ami: '/dev/xvda', root: '/dev/xvda', ebs1: '/dev/sdf', ebs2: '/dev/sdg' },
  });
});

test('termination deletes the volumes that go with the instance and frees the others', async () => {
  const id = await runOne(it.local, {
    BlockDeviceMappings: [
      { DeviceName: '/dev/sdf', Ebs: { VolumeSize: 1 } },
      { DeviceName: '/dev/sdg', Ebs: { VolumeSize: 1 } },
    ],
  });
  const kept = await idAt(id, '/dev/sdf');
  const added = await attachedVolume(it.local, id, '/dev/sdh');
  await it.local.ec2.send(
    new ModifyInstanceAttributeCommand({
      InstanceId: id,
      BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { DeleteOnTermination: false } }],
    }),
  );
  await it.local.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  await it.local.tick();
  expect([...it.local.machines.volumes.volumes.keys()].toSorted()).toEqual([kept, added].toSorted());
  for (const left of [kept, added]) {
    expect(await volume(it.local, left)).toMatchObject({ State: 'available', Attachments: [] });
  }
  expect(it.local.cloud.tables.volumes.size).toBe(2);
});

test('an instance that stops keeps its volumes', async () => {
  const id = await runOne(it.local, {
    BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 1 } }],
  });
  const before = await mappings(id);
  await it.local.ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
  await it.local.tick();
  expect(await mappings(id)).toEqual(before);
  await it.local.ec2.send(new StartInstancesCommand({ InstanceIds: [id] }));
  await it.local.tick();
  expect(await mappings(id)).toEqual(before);
  expect(it.local.machines.volumes.volumes.get(await idAt(id, '/dev/sdf'))?.machine).toBe(id);
});

test('a volume that cannot be made ends the launch, and nothing of it stays', async () => {
  it.local.machines.volumes.create = () => Promise.reject(new Error('the disk is full'));
  const id = await runOne(it.local, {
    BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 1 } }],
  });
  expect(await describeOne(it.local, id)).toMatchObject({
    State: { Name: 'terminated' },
    StateReason: { Message: expect.stringContaining('the disk is full') },
  });
  await it.local.tick();
  expect(it.local.cloud.tables.volumes.size).toBe(0);
});

test('what a request says of a device stands over what the template says of it', async () => {
  await it.local.ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: 'store',
      LaunchTemplateData: {
        BlockDeviceMappings: [
          { DeviceName: '/dev/sdf', Ebs: { VolumeSize: 2 } },
          { DeviceName: '/dev/sdg', Ebs: { VolumeSize: 3 } },
        ],
      },
    }),
  );
  const id = await runOne(it.local, {
    LaunchTemplate: { LaunchTemplateName: 'store' },
    BlockDeviceMappings: [{ DeviceName: '/dev/xvdf', Ebs: { VolumeSize: 7 } }],
  });
  const sizes = await Promise.all(
    ['/dev/xvdf', '/dev/sdg'].map(async (device) => (await volume(it.local, await idAt(id, device))).Size),
  );
  expect(sizes).toEqual([7, 3]);
  expect(await mappings(id)).toHaveLength(3);
});

test('an image has snapshots of all volumes but those that are left out, and instances from it their data', async () => {
  const id = await runOne(it.local);
  const data = await attachedVolume(it.local, id, '/dev/sdf');
  await attachedVolume(it.local, id, '/dev/sdg');
  const { ImageId = '' } = await it.local.ec2.send(
    new CreateImageCommand({
      InstanceId: id,
      Name: 'store',
      BlockDeviceMappings: [
        { DeviceName: '/dev/sdg', NoDevice: '' },
        { DeviceName: '/dev/sdh', Ebs: { VolumeSize: 4 } },
      ],
    }),
  );
  await it.local.tick();
  const { Images: [image] = [] } = await it.local.ec2.send(
    new DescribeImagesCommand({ ImageIds: [ImageId] }),
  );
  expect(image?.State).toBe('available');
  const devices = image?.BlockDeviceMappings ?? [];
  expect(devices.map(({ DeviceName }) => DeviceName)).toEqual(['/dev/xvda', '/dev/sdf', '/dev/sdh']);
  expect(devices[2]?.Ebs?.SnapshotId).toBeUndefined();
  const snapshotId = devices[1]?.Ebs?.SnapshotId ?? '';
  expect(it.local.cloud.tables.snapshots.get(snapshotId)).toMatchObject({
    volumeId: data,
    state: 'completed',
  });
  const child = await runOne(it.local, {
    ImageId,
    BlockDeviceMappings: [{ DeviceName: '/dev/sdh', NoDevice: '' }],
  });
  expect(await mappings(child)).toHaveLength(2);
  expect(it.local.machines.volumes.volumes.get(await idAt(child, '/dev/sdf'))?.snapshot).toBe(snapshotId);
  await it.local.ec2.send(new DeregisterImageCommand({ ImageId, DeleteAssociatedSnapshots: true }));
  await it.local.tick();
  expect(it.local.machines.volumes.snapshots.size).toBe(0);
});

test('an image of an instance with volumes whose data cannot be copied fails', async () => {
  const id = await runOne(it.local);
  await attachedVolume(it.local, id);
  it.local.machines.volumes.snapshot = () => Promise.reject(new Error('the disk is full'));
  const imageId = await imageOf(it.local, id);
  await it.local.tick();
  expect(it.local.cloud.tables.images.get(imageId)?.state).toBe('failed');
  expect((await describeOne(it.local, id)).State?.Name).toBe('running');
});

test.each([
  [
    'one device twice',
    [
      { DeviceName: '/dev/sdf', Ebs: { VolumeSize: 1 } },
      { DeviceName: '/dev/xvdf', Ebs: { VolumeSize: 1 } },
    ],
  ],
  ['the root left out', [{ DeviceName: '/dev/xvda', NoDevice: '' }]],
] as const)('a launch is refused with %s', async (_, devices) => {
  await expect(run(it.local, { BlockDeviceMappings: [...devices] })).rejects.toMatchObject(
    awsError('InvalidBlockDeviceMapping'),
  );
  expect(it.local.cloud.tables.volumes.size).toBe(0);
});
