import {
  AttachNetworkInterfaceCommand,
  CreateLaunchTemplateCommand,
  CreateNetworkInterfaceCommand,
  type CreateNetworkInterfaceCommandInput,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DetachNetworkInterfaceCommand,
  ModifyInstanceAttributeCommand,
  ModifyNetworkInterfaceAttributeCommand,
  type NetworkInterface,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { createInstancesController } from '../../../src/controllers/instances-controller.ts';
import { awsError, DEBIAN_12, describeOne, eachTestCloud, run, runOne } from './ec2-cloud.ts';

const it = eachTestCloud();

async function subnetId(): Promise<string> {
  const { Subnets = [] } = await it.local.ec2.send(new DescribeSubnetsCommand({}));
  return Subnets[0]?.SubnetId ?? '';
}

async function make(
  input: Partial<CreateNetworkInterfaceCommandInput> = {},
): Promise<NetworkInterface & { readonly NetworkInterfaceId: string }> {
  const { NetworkInterface } = await it.local.ec2.send(
    new CreateNetworkInterfaceCommand({ SubnetId: await subnetId(), ...input }),
  );
  return { ...NetworkInterface, NetworkInterfaceId: NetworkInterface?.NetworkInterfaceId ?? '' };
}

async function look(id: string): Promise<NetworkInterface> {
  const { NetworkInterfaces = [] } = await it.local.ec2.send(
    new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [id] }),
  );
  return NetworkInterfaces[0] ?? {};
}

async function group(name: string): Promise<string> {
  const { GroupId = '' } = await it.local.ec2.send(
    new CreateSecurityGroupCommand({ GroupName: name, Description: name }),
  );
  return GroupId;
}

const on = (id: string, more: object = {}) => ({
  NetworkInterfaces: [{ NetworkInterfaceId: id, DeviceIndex: 0, ...more }],
});

test('an interface has the address it was made with, and holds it while nothing uses it', async () => {
  const made = await make({ PrivateIpAddress: '10.213.0.9', Description: 'etcd-1' });
  expect(made).toMatchObject({
    Status: 'available',
    PrivateIpAddress: '10.213.0.9',
    MacAddress: '02:1a:0a:d5:00:09',
    Description: 'etcd-1',
    Groups: [{ GroupName: 'default' }],
  });
  await expect(make({ PrivateIpAddress: '10.213.0.9' })).rejects.toMatchObject(
    awsError('InvalidIPAddress.InUse'),
  );
  const { Subnets } = await it.local.ec2.send(new DescribeSubnetsCommand({}));
  expect(Subnets?.[0]?.AvailableIpAddressCount).toBe(4090);
});

test('a client token makes one interface, however often it is sent', async () => {
  const ClientToken = 'once';
  const [one, two] = [await make({ ClientToken }), await make({ ClientToken })];
  expect(two.NetworkInterfaceId).toBe(one.NetworkInterfaceId);
  await expect(make({ ClientToken, PrivateIpAddress: '10.213.0.77' })).rejects.toMatchObject(
    awsError('IdempotentParameterMismatch'),
  );
});

test('an instance starts on an interface, and the next one has its address after the first has ended', async () => {
  const sg = await group('members');
  const { NetworkInterfaceId: id, PrivateIpAddress } = await make({ Groups: [sg] });
  const first = await runOne(it.local, on(id));
  expect(await describeOne(it.local, first)).toMatchObject({
    PrivateIpAddress,
    SecurityGroups: [{ GroupId: sg }],
    NetworkInterfaces: [{ NetworkInterfaceId: id, Attachment: { DeleteOnTermination: false } }],
  });
  expect(await look(id)).toMatchObject({ Status: 'in-use', Attachment: { InstanceId: first } });
  await expect(run(it.local, on(id))).rejects.toMatchObject(awsError('InvalidNetworkInterface.InUse'));

  await it.local.ec2.send(new TerminateInstancesCommand({ InstanceIds: [first] }));
  expect((await look(id)).Status).toBe('in-use');
  await it.local.tick();
  expect(await look(id)).toMatchObject({ Status: 'available', PrivateIpAddress });
  const second = await runOne(it.local, on(id));
  expect(it.local.machines.created.get(second)).toMatchObject({
    address: PrivateIpAddress,
    macAddress: (await look(id)).MacAddress,
  });
});

test('a launch template and the interface of the request make one launch', async () => {
  const { NetworkInterfaceId: id, PrivateIpAddress } = await make();
  await it.local.ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: 'member',
      LaunchTemplateData: { ImageId: DEBIAN_12, InstanceType: 't3.small' },
    }),
  );
  const launch = { ...on(id), ClientToken: 'imago-1', LaunchTemplate: { LaunchTemplateName: 'member' } };
  const request = new RunInstancesCommand({ MinCount: 1, MaxCount: 1, ...launch });
  const { Instances: [first] = [] } = await it.local.ec2.send(request);
  expect(first).toMatchObject({ InstanceType: 't3.small', PrivateIpAddress });
  const { Instances: [again] = [] } = await it.local.ec2.send(request);
  expect(again?.InstanceId).toBe(first?.InstanceId);
});

test('an interface that RunInstances made goes with its instance, unless told otherwise', async () => {
  const kept = await runOne(it.local, {
    NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: await subnetId(), DeleteOnTermination: false }],
  });
  const own = await runOne(it.local, {
    TagSpecifications: [{ ResourceType: 'network-interface', Tags: [{ Key: 'a', Value: 'b' }] }],
  });
  const ids = await Promise.all(
    [kept, own].map(
      async (id) => (await describeOne(it.local, id)).NetworkInterfaces?.[0]?.NetworkInterfaceId ?? '',
    ),
  );
  expect((await look(ids[1] ?? '')).TagSet).toEqual([{ Key: 'a', Value: 'b' }]);
  await it.local.ec2.send(new TerminateInstancesCommand({ InstanceIds: [kept, own] }));
  await it.local.tick();
  expect((await look(ids[0] ?? '')).Status).toBe('available');
  await expect(look(ids[1] ?? '')).rejects.toMatchObject(awsError('InvalidNetworkInterfaceID.NotFound'));
});

test('a launch on an interface takes no other wishes for its network, and one instance only', async () => {
  const { NetworkInterfaceId: id } = await make();
  const refused = awsError('InvalidParameterCombination');
  await expect(run(it.local, on(id, { SubnetId: await subnetId() }))).rejects.toMatchObject(refused);
  await expect(run(it.local, on(id, { Groups: [await group('other')] }))).rejects.toMatchObject(refused);
  await expect(run(it.local, { ...on(id), MaxCount: 2 })).rejects.toMatchObject(refused);
  await expect(
    run(it.local, { ...on(id), Placement: { AvailabilityZone: 'us-east-1b' } }),
  ).rejects.toMatchObject(refused);
  expect((await look(id)).Status).toBe('available');
});

test('groups belong to the interface, whichever way they are changed', async () => {
  const [a, b] = [await group('a'), await group('b')];
  const { NetworkInterfaceId: id } = await make({ Groups: [a] });
  const instance = await runOne(it.local, on(id));
  await it.local.ec2.send(
    new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: id, Groups: [b] }),
  );
  expect((await describeOne(it.local, instance)).SecurityGroups).toMatchObject([{ GroupId: b }]);
  await it.local.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: instance, Groups: [a] }));
  expect((await look(id)).Groups).toMatchObject([{ GroupId: a }]);
  await it.local.ec2.send(new TerminateInstancesCommand({ InstanceIds: [instance] }));
  await it.local.tick();
  await expect(it.local.ec2.send(new DeleteSecurityGroupCommand({ GroupId: a }))).rejects.toMatchObject(
    awsError('DependencyViolation'),
  );
});

test('whether an interface ends with its instance may be changed while it is attached', async () => {
  const { NetworkInterfaceId: id } = await make();
  const instance = await runOne(it.local, on(id));
  const { AttachmentId } = (await look(id)).Attachment ?? {};
  await it.local.ec2.send(
    new ModifyNetworkInterfaceAttributeCommand({
      NetworkInterfaceId: id,
      Attachment: { AttachmentId, DeleteOnTermination: true },
    }),
  );
  await it.local.ec2.send(new TerminateInstancesCommand({ InstanceIds: [instance] }));
  await it.local.tick();
  await expect(look(id)).rejects.toMatchObject(awsError('InvalidNetworkInterfaceID.NotFound'));
});

test('an interface in use is not deleted, not detached, and no second one is attached', async () => {
  const { NetworkInterfaceId: id } = await make();
  const { NetworkInterfaceId: other } = await make();
  const InstanceId = await runOne(it.local, on(id));
  const { Attachment } = await look(id);
  await expect(
    it.local.ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id })),
  ).rejects.toMatchObject(awsError('InvalidParameterValue', /currently in use/));
  await expect(
    it.local.ec2.send(new DetachNetworkInterfaceCommand({ AttachmentId: Attachment?.AttachmentId })),
  ).rejects.toMatchObject(awsError('OperationNotPermitted'));
  await expect(
    it.local.ec2.send(
      new AttachNetworkInterfaceCommand({ NetworkInterfaceId: other, InstanceId, DeviceIndex: 1 }),
    ),
  ).rejects.toMatchObject(awsError('AttachmentLimitExceeded'));
  await it.local.ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: other }));
  await expect(look(other)).rejects.toMatchObject(awsError('InvalidNetworkInterfaceID.NotFound'));
});

test('interfaces are found by their tags and by what they are attached to', async () => {
  const { NetworkInterfaceId: id } = await make();
  await it.local.ec2.send(
    new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'imago:member', Value: 'etcd-1' }] }),
  );
  await runOne(it.local);
  const find = async (Name: string, Value: string) =>
    (
      await it.local.ec2.send(new DescribeNetworkInterfacesCommand({ Filters: [{ Name, Values: [Value] }] }))
    ).NetworkInterfaces?.map(({ NetworkInterfaceId }) => NetworkInterfaceId);
  expect(await find('tag:imago:member', 'etcd-1')).toEqual([id]);
  expect(await find('status', 'available')).toEqual([id]);
  expect(await find('attachment.device-index', '0')).toHaveLength(1);
});

test('an older cloud’s instances get records of their interfaces, and a lost instance’s interface is free', async () => {
  const { networkInterfaces, instances } = it.local.cloud.tables;
  const old = await runOne(it.local);
  const { NetworkInterfaceId: own = '' } = (await describeOne(it.local, old)).NetworkInterfaces?.[0] ?? {};
  const { NetworkInterfaceId: kept } = await make();
  const lost = await runOne(it.local, on(kept));
  networkInterfaces.delete(own);
  instances.delete(lost);
  createInstancesController(it.local.cloud);
  expect(await look(own)).toMatchObject({ Attachment: { InstanceId: old, DeleteOnTermination: true } });
  expect((await look(kept)).Status).toBe('available');
});
