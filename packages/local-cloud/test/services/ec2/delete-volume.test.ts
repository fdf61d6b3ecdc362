import { DeleteVolumeCommand, waitUntilVolumeDeleted } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { awsError, eachTestCloud, runOne } from './ec2-cloud.ts';
import { attachedVolume, createVolume, snapshot, snapshotOf, volume } from './volume-cloud.ts';

const it = eachTestCloud();
const remove = (VolumeId: string, DryRun = false) =>
  it.local.ec2.send(new DeleteVolumeCommand({ VolumeId, DryRun }));

test('a volume is deleting until its data are gone, and not found then', async () => {
  const id = await createVolume(it.local);
  await it.local.tick();
  await remove(id);
  expect((await volume(it.local, id)).State).toBe('deleting');
  await it.local.tick();
  await expect(volume(it.local, id)).rejects.toMatchObject(awsError('InvalidVolume.NotFound'));
  expect(it.local.machines.volumes.volumes.size).toBe(0);
  await waitUntilVolumeDeleted({ client: it.local.ec2, maxWaitTime: 20 }, { VolumeIds: [id] });
});

test('an attached volume is not deleted, nor one that is being made', async () => {
  const instanceId = await runOne(it.local);
  const id = await attachedVolume(it.local, instanceId);
  await expect(remove(id)).rejects.toMatchObject(
    awsError('VolumeInUse', new RegExp(`currently attached to ${instanceId}`)),
  );
  await expect(remove(await createVolume(it.local))).rejects.toMatchObject(
    awsError('IncorrectState', /'creating' state/),
  );
});

test('a snapshot that was asked for before is taken first', async () => {
  const id = await createVolume(it.local);
  await it.local.tick();
  const snapshotId = await snapshotOf(it.local, id);
  await remove(id);
  await it.local.tick();
  expect((await snapshot(it.local, snapshotId)).State).toBe('completed');
  expect(it.local.cloud.tables.volumes.size).toBe(0);
});

test('a dry run deletes nothing', async () => {
  const id = await createVolume(it.local);
  await it.local.tick();
  await expect(remove(id, true)).rejects.toMatchObject(awsError('DryRunOperation'));
  expect((await volume(it.local, id)).State).toBe('available');
});
