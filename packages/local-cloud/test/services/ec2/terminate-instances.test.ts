import {
  DescribeVolumesCommand,
  ModifyInstanceAttributeCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { awsError, describeOne, eachTestCloud, run, runOne } from './ec2-cloud.ts';

const it = eachTestCloud();
const terminate = (...InstanceIds: string[]) =>
  it.local.ec2.send(new TerminateInstancesCommand({ InstanceIds }));
const volumes = async () => (await it.local.ec2.send(new DescribeVolumesCommand({}))).Volumes ?? [];

test('machine and root volume go with the instance', async () => {
  const id = await runOne(it.local);
  expect((await terminate(id)).TerminatingInstances).toMatchObject([
    { PreviousState: { Name: 'running' }, CurrentState: { Name: 'shutting-down', Code: 32 } },
  ]);
  await it.local.tick();
  expect(await describeOne(it.local, id)).toMatchObject({
    State: { Name: 'terminated', Code: 48 },
    StateReason: { Code: 'Client.UserInitiatedShutdown' },
  });
  expect(it.local.machines.created.size).toBe(0);
  expect(await volumes()).toEqual([]);
});

test('a root volume that is not deleted on termination stays, available', async () => {
  const id = await runOne(it.local);
  await it.local.ec2.send(
    new ModifyInstanceAttributeCommand({
      InstanceId: id,
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { DeleteOnTermination: false } }],
    }),
  );
  await terminate(id);
  await it.local.tick();
  expect(await volumes()).toMatchObject([{ State: 'available', Attachments: [] }]);
});

test('an instance that is still pending is terminated, too', async () => {
  const [id = ''] = await run(it.local);
  await terminate(id);
  await it.local.tick();
  expect((await describeOne(it.local, id)).State?.Name).toBe('terminated');
  expect((await terminate(id)).TerminatingInstances).toMatchObject([
    { CurrentState: { Name: 'terminated' } },
  ]);
});

test('one protected instance saves all that are named with it', async () => {
  const [first = '', second = ''] = await run(it.local, { MinCount: 2, MaxCount: 2 });
  await it.local.ec2.send(
    new ModifyInstanceAttributeCommand({ InstanceId: second, DisableApiTermination: { Value: true } }),
  );
  await expect(terminate(first, second)).rejects.toMatchObject(
    awsError('OperationNotPermitted', /may not be terminated. Modify its 'disableApiTermination'/),
  );
  await it.local.tick();
  expect((await describeOne(it.local, first)).State?.Name).toBe('running');
});
