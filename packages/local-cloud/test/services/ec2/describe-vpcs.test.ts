import {
  DescribeAccountAttributesCommand,
  DescribeAvailabilityZonesCommand,
  DescribeInstanceStatusCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRegionsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  GetConsoleOutputCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { awsError, eachTestCloud, run, runOne } from './ec2-cloud.ts';

const it = eachTestCloud();
const defaultVpc = async () => {
  const { Vpcs = [] } = await it.local.ec2.send(
    new DescribeVpcsCommand({ Filters: [{ Name: 'is-default', Values: ['true'] }] }),
  );
  return Vpcs[0] ?? {};
};

test('there is a default VPC with a subnet in each of three zones', async () => {
  const vpc = await defaultVpc();
  expect(vpc).toMatchObject({ CidrBlock: '10.213.0.0/16', State: 'available' });
  const { Subnets = [] } = await it.local.ec2.send(
    new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpc.VpcId ?? ''] }] }),
  );
  expect(
    Subnets.map(({ CidrBlock, AvailabilityZone, AvailabilityZoneId }) => [
      CidrBlock,
      AvailabilityZone,
      AvailabilityZoneId,
    ]),
  ).toEqual([
    ['10.213.0.0/20', 'us-east-1a', 'use1-az1'],
    ['10.213.16.0/20', 'us-east-1b', 'use1-az2'],
    ['10.213.32.0/20', 'us-east-1c', 'use1-az3'],
  ]);
  expect(Subnets[0]?.AvailableIpAddressCount).toBe(4091);
  const { EnableDnsHostnames } = await it.local.ec2.send(
    new DescribeVpcAttributeCommand({ VpcId: vpc.VpcId, Attribute: 'enableDnsHostnames' }),
  );
  expect(EnableDnsHostnames).toEqual({ Value: true });
});

test('account, regions and zones are as a new account sees them', async () => {
  const { AccountAttributes = [] } = await it.local.ec2.send(
    new DescribeAccountAttributesCommand({ AttributeNames: ['default-vpc'] }),
  );
  expect(AccountAttributes[0]?.AttributeValues?.[0]?.AttributeValue).toBe((await defaultVpc()).VpcId);
  const { Regions = [] } = await it.local.ec2.send(
    new DescribeRegionsCommand({ RegionNames: ['us-east-1'] }),
  );
  expect(Regions).toMatchObject([{ RegionName: 'us-east-1', OptInStatus: 'opt-in-not-required' }]);
  const zones = await it.local.ec2.send(new DescribeAvailabilityZonesCommand({}));
  expect(zones.AvailabilityZones?.map(({ ZoneName }) => ZoneName)).toEqual([
    'us-east-1a',
    'us-east-1b',
    'us-east-1c',
  ]);
});

test('only running instances have a status, unless all are asked for', async () => {
  const id = await runOne(it.local);
  await run(it.local);
  const statuses = async (IncludeAllInstances: boolean) =>
    (await it.local.ec2.send(new DescribeInstanceStatusCommand({ IncludeAllInstances }))).InstanceStatuses ??
    [];
  expect(await statuses(false)).toMatchObject([
    {
      InstanceId: id,
      InstanceStatus: { Status: 'ok', Details: [{ Name: 'reachability', Status: 'passed' }] },
    },
  ]);
  expect((await statuses(true)).map(({ InstanceStatus }) => InstanceStatus?.Status)).toEqual([
    'ok',
    'not-applicable',
  ]);
});

test('each instance has one network interface', async () => {
  const id = await runOne(it.local);
  const { NetworkInterfaces } = await it.local.ec2.send(
    new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'attachment.instance-id', Values: [id] }] }),
  );
  expect(NetworkInterfaces).toMatchObject([
    { PrivateIpAddress: '10.213.0.4', MacAddress: '02:1a:0a:d5:00:04', Attachment: { InstanceId: id } },
  ]);
});

test('any well-formed type is described; memory and processors follow from its name', async () => {
  const { InstanceTypes } = await it.local.ec2.send(
    new DescribeInstanceTypesCommand({ InstanceTypes: ['t3.nano', 'c7i.2xlarge', 'r5.large'] }),
  );
  expect(
    InstanceTypes?.map(({ MemoryInfo, VCpuInfo }) => [MemoryInfo?.SizeInMiB, VCpuInfo?.DefaultVCpus]),
  ).toEqual([
    [512, 2],
    [16_384, 8],
    [16_384, 2],
  ]);
  const offered = await it.local.ec2.send(
    new DescribeInstanceTypeOfferingsCommand({
      LocationType: 'availability-zone',
      Filters: [{ Name: 'instance-type', Values: ['t3.micro'] }],
    }),
  );
  expect(offered.InstanceTypeOfferings).toHaveLength(3);
});

test('the console is what the machine printed, in base64', async () => {
  const InstanceId = await runOne(it.local);
  const { Output = '' } = await it.local.ec2.send(new GetConsoleOutputCommand({ InstanceId, Latest: true }));
  expect(Buffer.from(Output, 'base64').toString()).toBe(`${InstanceId}: machines are switched off\n`);
  await expect(
    it.local.ec2.send(new GetConsoleOutputCommand({ InstanceId: 'i-00000000000000001' })),
  ).rejects.toMatchObject(awsError('InvalidInstanceID.NotFound'));
});
