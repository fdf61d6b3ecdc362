import { CreateTagsCommand, DeleteTagsCommand, DeleteVolumeCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { createLifecycleController } from '../../src/controllers/lifecycle-controller.ts';
import {
  createPolicy,
  createVolume,
  eachDlmCloud,
  pass,
  schedule,
  snapshots,
} from '../services/dlm/dlm-cloud.ts';

const it = eachDlmCloud();

test('volumes with the tag have a snapshot when it is due, with their tags and those of AWS', async () => {
  const VolumeId = await createVolume(it.local, { backup: 'yes', 'imago:member': 'etcd-1' });
  await createVolume(it.local, { backup: 'no' });
  const id = await createPolicy(it.local, [schedule({ TagsToAdd: [{ Key: 'by', Value: 'dlm' }] })]);
  await pass(it.local, 1);
  expect(await snapshots(it.local)).toEqual([]);
  await pass(it.local, 1);
  const [made, ...more] = await snapshots(it.local);
  expect(more).toEqual([]);
  expect(made).toMatchObject({
    VolumeId,
    State: 'completed',
    StartTime: new Date('2026-11-21T12:00:00Z'),
    Description: `Created for policy: ${id} schedule: six-hourly`,
  });
  expect(Object.fromEntries(made?.Tags?.map(({ Key, Value }) => [Key, Value]) ?? [])).toEqual({
    backup: 'yes',
    'imago:member': 'etcd-1',
    by: 'dlm',
    'aws:dlm:lifecycle-policy-id': id,
    'aws:dlm:lifecycle-schedule-name': 'six-hourly',
    'dlm:managed': 'true',
  });
});

test('as many are kept of each volume as the policy says', async () => {
  const volumes = [
    await createVolume(it.local, { backup: 'yes' }),
    await createVolume(it.local, { backup: 'yes' }),
  ];
  await createPolicy(it.local);
  for (let run = 0; run < 4; run += 1) await pass(it.local, 6);
  const kept = await snapshots(it.local);
  for (const volume of volumes) {
    expect(kept.filter(({ VolumeId }) => VolumeId === volume).map(({ StartTime }) => StartTime)).toEqual([
      new Date('2026-11-22T04:00:00Z'),
      new Date('2026-11-22T10:00:00Z'),
    ]);
  }
});

test('what came due while nobody was there is made once', async () => {
  await createVolume(it.local, { backup: 'yes' });
  await createPolicy(it.local);
  await pass(it.local, 40);
  expect(await snapshots(it.local)).toHaveLength(1);
  await pass(it.local, 3);
  expect(await snapshots(it.local)).toHaveLength(1);
  await pass(it.local, 2);
  expect(await snapshots(it.local)).toHaveLength(2);
});

test('a run that was cut off makes no second snapshot of a volume', async () => {
  await createVolume(it.local, { backup: 'yes' });
  const id = await createPolicy(it.local);
  const before = it.local.cloud.tables.lifecyclePolicies.get(id);
  await pass(it.local, 6);
  // As if it had died before it noted that it was done.
  it.local.cloud.tables.lifecyclePolicies.update(id, { schedules: before?.schedules ?? [] });
  await createLifecycleController(it.local.cloud).tick();
  expect(await snapshots(it.local)).toHaveLength(1);
});

test('retention by age goes by the time on the snapshot, and leaves the last of a volume that is gone', async () => {
  const VolumeId = await createVolume(it.local, { backup: 'yes' });
  await createPolicy(it.local, [schedule({ RetainRule: { Interval: 1, IntervalUnit: 'DAYS' } })]);
  for (let run = 0; run < 6; run += 1) await pass(it.local, 6);
  expect(await snapshots(it.local)).toHaveLength(4);
  await it.local.ec2.send(new DeleteVolumeCommand({ VolumeId }));
  await pass(it.local, 48);
  expect(await snapshots(it.local)).toHaveLength(1);
});

test('a volume without the tag is left alone, its snapshots too', async () => {
  const Resources = [await createVolume(it.local, { backup: 'yes' })];
  await createPolicy(it.local);
  for (let run = 0; run < 2; run += 1) await pass(it.local, 6);
  await it.local.ec2.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: 'backup' }] }));
  for (let run = 0; run < 3; run += 1) await pass(it.local, 6);
  expect(await snapshots(it.local)).toHaveLength(2);
  await it.local.ec2.send(new CreateTagsCommand({ Resources, Tags: [{ Key: 'backup', Value: 'yes' }] }));
  await pass(it.local, 6);
  expect((await snapshots(it.local)).map(({ StartTime }) => StartTime)).toEqual([
    new Date('2026-11-21T22:00:00Z'),
    new Date('2026-11-22T22:00:00Z'),
  ]);
});
