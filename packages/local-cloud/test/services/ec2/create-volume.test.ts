import { CreateVolumeCommand, type CreateVolumeCommandInput } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { awsError, eachTestCloud, runOne } from './ec2-cloud.ts';
import { attachedVolume, createVolume, snapshot, snapshotOf, volume } from './volume-cloud.ts';

const it = eachTestCloud();

test('a volume is creating until it is made, and available then', async () => {
  const created = await it.local.ec2.send(
    new CreateVolumeCommand({
      AvailabilityZone: 'us-east-1b',
      Size: 20,
      VolumeType: 'gp3',
      Throughput: 250,
      TagSpecifications: [{ ResourceType: 'volume', Tags: [{ Key: 'Name', Value: 'data' }] }],
    }),
  );
  expect(created).toMatchObject({ State: 'creating', Size: 20, Iops: 3000, Throughput: 250 });
  const id = created.VolumeId ?? '';
  await it.local.tick();
  expect(await volume(it.local, id)).toMatchObject({
    State: 'available',
    AvailabilityZone: 'us-east-1b',
    VolumeType: 'gp3',
    SnapshotId: '',
    Encrypted: false,
    Attachments: [],
    Tags: [{ Key: 'Name', Value: 'data' }],
  });
  expect(it.local.machines.volumes.volumes.get(id)).toEqual({ sizeGiB: 20 });
});

test('without a type it is gp2, with the performance that its size gives', async () => {
  const create = (Size: number) =>
    it.local.ec2.send(new CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size }));
  expect(await create(10)).toMatchObject({ VolumeType: 'gp2', Iops: 100 });
  expect(await create(1000)).toMatchObject({ VolumeType: 'gp2', Iops: 3000 });
});

test('encryption and its key are recorded', async () => {
  const plain = await createVolume(it.local, { Encrypted: true });
  expect(await volume(it.local, plain)).toMatchObject({
    Encrypted: true,
    KmsKeyId: expect.stringMatching(/^arn:aws:kms:us-east-1:000000000000:key\//),
  });
  const keyed = await createVolume(it.local, { Encrypted: true, KmsKeyId: 'alias/data' });
  expect((await volume(it.local, keyed)).KmsKeyId).toBe('arn:aws:kms:us-east-1:000000000000:alias/data');
});

test('a volume from a snapshot has its data and at least its size', async () => {
  const source = await attachedVolume(it.local, await runOne(it.local));
  const snapshotId = await snapshotOf(it.local, source);
  await it.local.tick();
  const id = await createVolume(it.local, { SnapshotId: snapshotId, Size: undefined });
  expect(await volume(it.local, id)).toMatchObject({ Size: 8, SnapshotId: snapshotId });
  await it.local.tick();
  expect(it.local.machines.volumes.volumes.get(id)).toEqual({ sizeGiB: 8, snapshot: snapshotId });
  await expect(createVolume(it.local, { SnapshotId: snapshotId, Size: 4 })).rejects.toMatchObject(
    awsError('InvalidParameterValue', /4 GiB is less than 8 GiB/),
  );
});

test('a client token makes one volume, and is refused for another', async () => {
  const first = await createVolume(it.local, { ClientToken: 'once' });
  expect(await createVolume(it.local, { ClientToken: 'once' })).toBe(first);
  await expect(
    createVolume(it.local, { ClientToken: 'once', AvailabilityZone: 'us-east-1b' }),
  ).rejects.toMatchObject(awsError('IdempotentParameterMismatch'));
});

test('a volume that cannot be made is in error', async () => {
  it.local.machines.volumes.create = () => Promise.reject(new Error('the disk is full'));
  const id = await createVolume(it.local);
  await it.local.tick();
  expect((await volume(it.local, id)).State).toBe('error');
});

test('only a snapshot that is completed, of a data volume, makes volumes', async () => {
  const source = await attachedVolume(it.local, await runOne(it.local));
  const pending = await snapshotOf(it.local, source);
  expect((await snapshot(it.local, pending)).State).toBe('pending');
  await expect(createVolume(it.local, { SnapshotId: pending })).rejects.toMatchObject(
    awsError('IncorrectState', /pending/),
  );
});

describe('is refused', () => {
  const refusals: readonly (readonly [string, string, Partial<CreateVolumeCommandInput>])[] = [
    ['without a zone', 'MissingParameter', { AvailabilityZone: undefined }],
    ['in a zone that there is not', 'InvalidZone.NotFound', { AvailabilityZone: 'us-east-1x' }],
    ['without size and snapshot', 'MissingParameter', { Size: undefined }],
    [
      'from a snapshot that there is not',
      'InvalidSnapshot.NotFound',
      { SnapshotId: 'snap-0123456789abcdef0' },
    ],
    ['too small', 'InvalidParameterValue', { Size: 0 }],
    ['of an unknown type', 'InvalidParameterValue', { VolumeType: 'gp9' as 'gp3' }],
    ['as io1 without iops', 'MissingParameter', { VolumeType: 'io1' }],
    ['as gp2 with iops', 'InvalidParameterCombination', { VolumeType: 'gp2', Iops: 3000 }],
    [
      'with a throughput that is not gp3',
      'InvalidParameterCombination',
      { VolumeType: 'gp2', Throughput: 125 },
    ],
    ['with a key and no encryption', 'InvalidParameterDependency', { KmsKeyId: 'alias/data' }],
    ['for several instances at once', 'UnsupportedOperation', { MultiAttachEnabled: true }],
    ['as a dry run, as a success', 'DryRunOperation', { DryRun: true }],
  ];
  test.each(refusals)('%s', async (_, code, options) => {
    await expect(createVolume(it.local, options)).rejects.toMatchObject(awsError(code));
    expect(it.local.cloud.tables.volumes.size).toBe(0);
  });
});
