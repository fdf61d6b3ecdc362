import {
  DescribeVolumesModificationsCommand,
  ModifyVolumeCommand,
  type ModifyVolumeCommandInput,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { awsError, describeOne, eachTestCloud, runOne } from './ec2-cloud.ts';
import { attachedVolume, createVolume, volume } from './volume-cloud.ts';

const it = eachTestCloud();
const modify = (VolumeId: string, more: Partial<ModifyVolumeCommandInput>) =>
  it.local.ec2.send(new ModifyVolumeCommand({ VolumeId, ...more }));
const modifications = async (VolumeIds?: string[]) =>
  (await it.local.ec2.send(new DescribeVolumesModificationsCommand({ VolumeIds }))).VolumesModifications;

test('a volume in use grows, and the modification is completed when it has', async () => {
  const id = await attachedVolume(it.local, await runOne(it.local));
  const { VolumeModification } = await modify(id, { Size: 16, Iops: 4000 });
  expect(VolumeModification).toMatchObject({
    ModificationState: 'modifying',
    OriginalSize: 8,
    TargetSize: 16,
    OriginalIops: 3000,
    TargetIops: 4000,
    TargetVolumeType: 'gp3',
  });
  await expect(modify(id, { Size: 20 })).rejects.toMatchObject(awsError('IncorrectModificationState'));
  await it.local.tick();
  expect(await modifications([id])).toMatchObject([
    { VolumeId: id, ModificationState: 'completed', Progress: 100, EndTime: expect.any(Date) },
  ]);
  expect(await volume(it.local, id)).toMatchObject({ Size: 16, Iops: 4000, State: 'in-use' });
  expect(it.local.machines.volumes.volumes.get(id)?.sizeGiB).toBe(16);
});

test('a change of type brings what the new type has by default', async () => {
  const id = await createVolume(it.local, { VolumeType: 'gp2' });
  await it.local.tick();
  await modify(id, { VolumeType: 'gp3' });
  await it.local.tick();
  expect(await volume(it.local, id)).toMatchObject({ VolumeType: 'gp3', Iops: 3000, Throughput: 125 });
});

test('a root volume has another size in its record', async () => {
  const instanceId = await runOne(it.local);
  const id = (await describeOne(it.local, instanceId)).BlockDeviceMappings?.[0]?.Ebs?.VolumeId ?? '';
  await modify(id, { Size: 30 });
  await it.local.tick();
  expect(await volume(it.local, id)).toMatchObject({ Size: 30, State: 'in-use' });
});

test('a modification that fails says why, and the volume is as before', async () => {
  const id = await createVolume(it.local);
  await it.local.tick();
  it.local.machines.volumes.grow = () => Promise.reject(new Error('the disk is full'));
  await modify(id, { Size: 100 });
  await it.local.tick();
  expect(await modifications()).toMatchObject([
    { ModificationState: 'failed', StatusMessage: 'the disk is full' },
  ]);
  expect(await volume(it.local, id)).toMatchObject({ Size: 8, State: 'available' });
});

test('a volume does not shrink, and one that was never modified has no modification', async () => {
  const id = await createVolume(it.local);
  await it.local.tick();
  await expect(modify(id, { Size: 4 })).rejects.toMatchObject(
    awsError('InvalidParameterValue', /cannot be smaller/),
  );
  await expect(modify(id, { Size: 9, DryRun: true })).rejects.toMatchObject(awsError('DryRunOperation'));
  await expect(modifications([id])).rejects.toMatchObject(awsError('InvalidVolumeModification.NotFound'));
  expect(await modifications()).toEqual([]);
});
