import {
  AttachVolumeCommand,
  type AttachVolumeCommandInput,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { awsError, describeOne, eachTestCloud, run, runOne } from './ec2-cloud.ts';
import { attachedVolume, createVolume, volume } from './volume-cloud.ts';

const it = eachTestCloud();

const attach = (VolumeId: string, InstanceId: string, more: Partial<AttachVolumeCommandInput> = {}) =>
  it.local.ec2.send(new AttachVolumeCommand({ VolumeId, InstanceId, Device: '/dev/xvdf', ...more }));

async function available(): Promise<string> {
  const id = await createVolume(it.local);
  await it.local.tick();
  return id;
}

test('a volume is attaching until it is in the machine, and the instance shows it', async () => {
  const instanceId = await runOne(it.local);
  const id = await available();
  expect(await attach(id, instanceId)).toMatchObject({
    VolumeId: id,
    InstanceId: instanceId,
    Device: '/dev/xvdf',
    State: 'attaching',
    DeleteOnTermination: false,
  });
  expect(await volume(it.local, id)).toMatchObject({ State: 'in-use' });
  await it.local.tick();
  expect(await volume(it.local, id)).toMatchObject({
    State: 'in-use',
    Attachments: [{ State: 'attached', InstanceId: instanceId }],
  });
  expect(it.local.machines.volumes.volumes.get(id)).toMatchObject({
    machine: instanceId,
    device: '/dev/xvdf',
  });
  expect((await describeOne(it.local, instanceId)).BlockDeviceMappings).toMatchObject([
    { DeviceName: '/dev/xvda', Ebs: { DeleteOnTermination: true } },
    { DeviceName: '/dev/xvdf', Ebs: { VolumeId: id, Status: 'attached', DeleteOnTermination: false } },
  ]);
});

test('a stopped instance takes a volume, keeps it, and has it when it starts', async () => {
  const instanceId = await runOne(it.local);
  await it.local.ec2.send(new StopInstancesCommand({ InstanceIds: [instanceId] }));
  await it.local.tick();
  const id = await attachedVolume(it.local, instanceId);
  expect(await volume(it.local, id)).toMatchObject({ Attachments: [{ State: 'attached' }] });
  await it.local.ec2.send(new StartInstancesCommand({ InstanceIds: [instanceId] }));
  await it.local.tick();
  expect((await describeOne(it.local, instanceId)).State?.Name).toBe('running');
  expect(it.local.machines.volumes.volumes.get(id)?.machine).toBe(instanceId);
});

test('what could not be attached is tried again', async () => {
  const instanceId = await runOne(it.local);
  const id = await available();
  const { volumes } = it.local.machines;
  const real = { ...volumes };
  volumes.attach = () => Promise.reject(new Error('no loop device is free'));
  await attach(id, instanceId);
  await it.local.tick();
  expect(await volume(it.local, id)).toMatchObject({ Attachments: [{ State: 'attaching' }] });
  volumes.attach = (place) => real.attach(place);
  it.local.advance(2);
  await it.local.tick();
  expect(await volume(it.local, id)).toMatchObject({ Attachments: [{ State: 'attached' }] });
});

test('a volume is attached once, in its own zone, to an instance that runs or is stopped', async () => {
  const instanceId = await runOne(it.local);
  const id = await attachedVolume(it.local, instanceId);
  const other = await runOne(it.local);
  await expect(attach(id, other)).rejects.toMatchObject(awsError('VolumeInUse', /already attached/));
  const [pending = ''] = await run(it.local);
  await expect(attach(await createVolume(it.local), pending)).rejects.toMatchObject(
    awsError('IncorrectState', /is not 'running'/),
  );
  const { Instances: [far] = [] } = await it.local.ec2.send(
    new RunInstancesCommand({
      ImageId: (await describeOne(it.local, other)).ImageId,
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      Placement: { AvailabilityZone: 'us-east-1c' },
    }),
  );
  const free = await available();
  await expect(attach(free, far?.InstanceId ?? '')).rejects.toMatchObject(
    awsError('InvalidVolume.ZoneMismatch'),
  );
  await expect(attach(await createVolume(it.local), other)).rejects.toMatchObject(
    awsError('IncorrectState', /creating/),
  );
});

test('a device name is one of EBS, and used once, by any of its names', async () => {
  const instanceId = await runOne(it.local);
  await attachedVolume(it.local, instanceId, '/dev/sdf');
  const id = await available();
  for (const Device of ['/dev/sdf', '/dev/xvdf', 'xvdf', '/dev/xvda', '/dev/sda']) {
    await expect(attach(id, instanceId, { Device })).rejects.toMatchObject(
      awsError('InvalidParameterValue', /is already in use/),
    );
  }
  for (const Device of ['/dev/nvme1n1', 'data', '/dev/../etc/passwd', '/dev/sd']) {
    await expect(attach(id, instanceId, { Device })).rejects.toMatchObject(
      awsError('InvalidParameterValue', /is not a valid EBS device name/),
    );
  }
  await expect(attach(id, instanceId, { Device: '/dev/sdg', DryRun: true })).rejects.toMatchObject(
    awsError('DryRunOperation'),
  );
  expect((await volume(it.local, id)).State).toBe('available');
});
