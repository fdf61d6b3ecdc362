import {
  DetachVolumeCommand,
  type DetachVolumeCommandInput,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { awsError, describeOne, eachTestCloud, runOne } from './ec2-cloud.ts';
import { attachedVolume, volume } from './volume-cloud.ts';

const it = eachTestCloud();

const detach = (VolumeId: string, more: Partial<DetachVolumeCommandInput> = {}) =>
  it.local.ec2.send(new DetachVolumeCommand({ VolumeId, ...more }));

test('a volume is detaching until the machine has let go of it, and available then', async () => {
  const instanceId = await runOne(it.local);
  const id = await attachedVolume(it.local, instanceId);
  expect(await detach(id, { InstanceId: instanceId, Device: '/dev/xvdf' })).toMatchObject({
    VolumeId: id,
    InstanceId: instanceId,
    State: 'detaching',
  });
  await it.local.tick();
  expect(await volume(it.local, id)).toMatchObject({ State: 'available', Attachments: [] });
  expect((await describeOne(it.local, instanceId)).BlockDeviceMappings).toHaveLength(1);
});

test('a volume that is mounted stays busy, which the instance shows as detaching, until it is unmounted', async () => {
  const instanceId = await runOne(it.local);
  const id = await attachedVolume(it.local, instanceId);
  it.local.machines.volumes.mounted.add(id);
  await detach(id);
  await it.local.tick();
  expect(await volume(it.local, id)).toMatchObject({ State: 'in-use', Attachments: [{ State: 'busy' }] });
  expect((await describeOne(it.local, instanceId)).BlockDeviceMappings?.[1]?.Ebs?.Status).toBe('detaching');
  it.local.machines.volumes.mounted.delete(id);
  it.local.advance(1);
  await it.local.tick();
  expect(await volume(it.local, id)).toMatchObject({ State: 'available' });
});

test('a busy volume goes by force, and when its instance stops', async () => {
  const instanceId = await runOne(it.local);
  const torn = await attachedVolume(it.local, instanceId);
  it.local.machines.volumes.mounted.add(torn);
  await detach(torn);
  await it.local.tick();
  expect(await detach(torn, { Force: true })).toMatchObject({ State: 'busy' });
  it.local.advance(1);
  await it.local.tick();
  expect(await volume(it.local, torn)).toMatchObject({ State: 'available' });
  const waiting = await attachedVolume(it.local, instanceId);
  it.local.machines.volumes.mounted.add(waiting);
  await detach(waiting);
  await it.local.tick();
  await it.local.ec2.send(new StopInstancesCommand({ InstanceIds: [instanceId] }));
  it.local.advance(1);
  await it.local.tick();
  expect(await volume(it.local, waiting)).toMatchObject({ State: 'available' });
});

test('a volume on its way out of an instance that is terminated is free afterwards', async () => {
  const instanceId = await runOne(it.local);
  const id = await attachedVolume(it.local, instanceId);
  it.local.machines.volumes.mounted.add(id);
  await detach(id);
  await it.local.ec2.send(new TerminateInstancesCommand({ InstanceIds: [instanceId] }));
  await it.local.tick();
  expect(await volume(it.local, id)).toMatchObject({ State: 'available', Attachments: [] });
});

test('what is not attached so, and a root volume, is not detached', async () => {
  const instanceId = await runOne(it.local);
  const other = await runOne(it.local);
  const id = await attachedVolume(it.local, instanceId);
  await expect(detach(id, { InstanceId: other })).rejects.toMatchObject(
    awsError('InvalidAttachment.NotFound'),
  );
  await expect(detach(id, { Device: '/dev/xvdg' })).rejects.toMatchObject(
    awsError('InvalidAttachment.NotFound'),
  );
  await expect(detach(id, { DryRun: true })).rejects.toMatchObject(awsError('DryRunOperation'));
  await detach(id);
  await it.local.tick();
  await expect(detach(id)).rejects.toMatchObject(awsError('IncorrectState', /'available' state/));
  const root = (await describeOne(it.local, instanceId)).BlockDeviceMappings?.[0]?.Ebs?.VolumeId ?? '';
  await expect(detach(root)).rejects.toMatchObject(
    awsError('OperationNotPermitted', /Unable to detach root volume '\/dev\/xvda'/),
  );
});
