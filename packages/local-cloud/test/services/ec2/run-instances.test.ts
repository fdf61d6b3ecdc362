import {
  CreateKeyPairCommand,
  CreateLaunchTemplateCommand,
  CreateSecurityGroupCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe as group, expect, test } from 'vitest';
import { awsError, DEBIAN_12, describe, describeOne, eachTestCloud, run, runOne } from './ec2-cloud.ts';

const it = eachTestCloud();

test('an instance is pending until its machine has booted, then running', async () => {
  const [id = ''] = await run(it.local);
  expect((await describeOne(it.local, id)).State).toEqual({ Code: 0, Name: 'pending' });
  await it.local.tick();
  expect((await describeOne(it.local, id)).State).toEqual({ Code: 16, Name: 'running' });
  expect(it.local.machines.running).toContain(id);
});

test('instances of one request share a reservation and have addresses of their own in the default subnet', async () => {
  await run(it.local, { MinCount: 3, MaxCount: 3 });
  const instances = await describe(it.local);
  expect(instances.map(({ AmiLaunchIndex }) => AmiLaunchIndex)).toEqual([0, 1, 2]);
  expect(instances.map(({ PrivateIpAddress }) => PrivateIpAddress)).toEqual([
    '10.213.0.4',
    '10.213.0.5',
    '10.213.0.6',
  ]);
  expect(instances.map(({ Placement }) => Placement?.AvailabilityZone)).toEqual(Array(3).fill('us-east-1a'));
});

test('an address that was freed comes back last', async () => {
  await run(it.local, { MinCount: 2, MaxCount: 2 });
  const [first] = [...it.local.cloud.tables.instances.values()];
  it.local.cloud.tables.instances.delete(first?.id ?? '');
  const [id = ''] = await run(it.local);
  expect((await describeOne(it.local, id)).PrivateIpAddress).toBe('10.213.0.6');
});

test('everything a request says about an instance is kept', async () => {
  await it.local.ec2.send(new CreateKeyPairCommand({ KeyName: 'deploy', KeyType: 'ed25519' }));
  const { GroupId = '' } = await it.local.ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'web', Description: 'web servers' }),
  );
  const { Subnets = [] } = await it.local.ec2.send(new DescribeSubnetsCommand({}));
  const id = await runOne(it.local, {
    KeyName: 'deploy',
    SubnetId: Subnets[1]?.SubnetId,
    SecurityGroupIds: [GroupId],
    EbsOptimized: true,
    MetadataOptions: { HttpTokens: 'required' },
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, VolumeType: 'gp2' } }],
    TagSpecifications: [
      { ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'web 1' }] },
      { ResourceType: 'volume', Tags: [{ Key: 'Name', Value: 'root' }] },
    ],
  });
  expect(await describeOne(it.local, id)).toMatchObject({
    KeyName: 'deploy',
    SubnetId: Subnets[1]?.SubnetId,
    Placement: { AvailabilityZone: 'us-east-1b' },
    SecurityGroups: [{ GroupId, GroupName: 'web' }],
    EbsOptimized: true,
    MetadataOptions: { HttpTokens: 'required' },
    Tags: [{ Key: 'Name', Value: 'web 1' }],
    NetworkInterfaces: [{ Groups: [{ GroupId }], Status: 'in-use', PrivateIpAddress: '10.213.16.4' }],
  });
  const { Volumes } = await it.local.ec2.send(new DescribeVolumesCommand({}));
  expect(Volumes).toMatchObject([
    { Size: 20, VolumeType: 'gp2', State: 'in-use', Tags: [{ Key: 'Name', Value: 'root' }] },
  ]);
});

test('a network interface in the request gives subnet, groups and public address', async () => {
  const { Subnets = [] } = await it.local.ec2.send(new DescribeSubnetsCommand({}));
  const { GroupId = '' } = await it.local.ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'web', Description: 'web servers' }),
  );
  const id = await runOne(it.local, {
    NetworkInterfaces: [
      { DeviceIndex: 0, SubnetId: Subnets[2]?.SubnetId, Groups: [GroupId], AssociatePublicIpAddress: false },
    ],
  });
  const instance = await describeOne(it.local, id);
  expect(instance.PublicIpAddress).toBeUndefined();
  expect(instance).toMatchObject({ SubnetId: Subnets[2]?.SubnetId, SecurityGroups: [{ GroupId }] });
});

test('a request is laid over its launch template, and tags are joined', async () => {
  await it.local.ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: 'web',
      LaunchTemplateData: {
        ImageId: DEBIAN_12,
        InstanceType: 't3.small',
        UserData: Buffer.from('#!/bin/sh\n').toString('base64'),
        TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'app', Value: 'web' }] }],
      },
    }),
  );
  const { Instances = [] } = await it.local.ec2.send(
    new RunInstancesCommand({
      LaunchTemplate: { LaunchTemplateName: 'web', Version: '$Latest' },
      InstanceType: 't3.large',
      MinCount: 1,
      MaxCount: 1,
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'release', Value: 'r1' }] }],
    }),
  );
  expect(Instances).toMatchObject([
    {
      ImageId: DEBIAN_12,
      InstanceType: 't3.large',
      Tags: [
        { Key: 'app', Value: 'web' },
        { Key: 'release', Value: 'r1' },
      ],
    },
  ]);
});

test('the same client token gives the same instances, with other parameters an error', async () => {
  const first = await run(it.local, { ClientToken: 'once', MinCount: 2, MaxCount: 2 });
  expect(await run(it.local, { ClientToken: 'once', MinCount: 2, MaxCount: 2 })).toEqual(first);
  expect(await describe(it.local)).toHaveLength(2);
  await expect(run(it.local, { ClientToken: 'once' })).rejects.toMatchObject(
    awsError('IdempotentParameterMismatch'),
  );
});

test('a machine that cannot be made ends the instance with the reason', async () => {
  const [id = ''] = await run(it.local);
  it.local.cloud.machines.create = () => Promise.reject(new Error('the disk is full'));
  await it.local.tick();
  expect(await describeOne(it.local, id)).toMatchObject({
    State: { Name: 'terminated' },
    StateReason: { Code: 'Server.InternalError', Message: expect.stringContaining('the disk is full') },
  });
});

test('a base image that cannot be made ends all instances that wait for it', async () => {
  it.local.cloud.machines.prepareBase = () => Promise.reject(new Error('no mirror answered'));
  await run(it.local, { MinCount: 2, MaxCount: 2 });
  await it.local.tick();
  const instances = await describe(it.local);
  expect(instances.map(({ State }) => State?.Name)).toEqual(['terminated', 'terminated']);
  expect(instances[0]?.StateReason?.Message).toContain('no mirror answered');
});

test('fifty instances at once all run', async () => {
  await run(it.local, { MinCount: 50, MaxCount: 50 });
  await it.local.tick();
  expect(it.local.machines.running.size).toBe(50);
});

group('refuses', () => {
  const refusals: readonly [string, string, object][] = [
    ['an image that does not exist', 'InvalidAMIID.NotFound', { ImageId: 'ami-0123456789abcdef0' }],
    ['a malformed image id', 'InvalidAMIID.Malformed', { ImageId: 'debian' }],
    ['an unknown key', 'InvalidKeyPair.NotFound', { KeyName: 'nobody' }],
    ['an unknown group', 'InvalidGroup.NotFound', { SecurityGroupIds: ['sg-0123456789abcdef0'] }],
    ['an unknown group name', 'InvalidGroup.NotFound', { SecurityGroups: ['nobody'] }],
    ['an unknown subnet', 'InvalidSubnetID.NotFound', { SubnetId: 'subnet-0123456789abcdef0' }],
    ['a zone of another region', 'InvalidParameterValue', { Placement: { AvailabilityZone: 'eu-west-1a' } }],
    ['a type that cannot be', 'InvalidParameterValue', { InstanceType: 'huge' }],
    ['more minimum than maximum', 'InvalidParameterValue', { MinCount: 2, MaxCount: 1 }],
    ['an unknown profile', 'InvalidParameterValue', { IamInstanceProfile: { Name: 'nobody' } }],
    ['long user data', 'InvalidParameterValue', { UserData: Buffer.alloc(16_385).toString('base64') }],
    [
      'a root volume smaller than the image',
      'InvalidBlockDeviceMapping',
      { BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 1 } }] },
    ],
    [
      'groups beside a network interface',
      'InvalidParameterCombination',
      { SecurityGroupIds: ['sg-0123456789abcdef0'], NetworkInterfaces: [{ DeviceIndex: 0 }] },
    ],
    [
      'a tag key twice',
      'InvalidParameterValue',
      {
        TagSpecifications: [
          { ResourceType: 'instance', Tags: ['a', 'b'].map((Value) => ({ Key: 'Name', Value })) },
        ],
      },
    ],
    ['a dry run, as a success', 'DryRunOperation', { DryRun: true }],
  ];
  test.each(refusals)('%s', async (_, code, options) => {
    await expect(run(it.local, options)).rejects.toMatchObject(awsError(code));
    expect(await describe(it.local)).toEqual([]);
  });

  test('more instances than the subnet has addresses', async () => {
    await expect(run(it.local, { MinCount: 5000, MaxCount: 5000 })).rejects.toMatchObject(
      awsError('InsufficientFreeAddressesInSubnet'),
    );
  });
});
