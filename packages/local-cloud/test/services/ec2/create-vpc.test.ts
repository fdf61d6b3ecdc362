import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateNetworkInterfaceCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteInternetGatewayCommand,
  DeleteNetworkInterfaceCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeInternetGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  DisassociateRouteTableCommand,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
  ReplaceRouteTableAssociationCommand,
  RunInstancesCommand,
  type RouteTable,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { awsError, describeOne, DEBIAN_12, eachTestCloud, runOne } from './ec2-cloud.ts';

const it = eachTestCloud();

async function createVpc(CidrBlock = '10.50.0.0/16'): Promise<string> {
  const { Vpc } = await it.local.ec2.send(new CreateVpcCommand({ CidrBlock }));
  return Vpc?.VpcId ?? '';
}

async function createSubnet(VpcId: string, CidrBlock = '10.50.1.0/24', AvailabilityZone?: string) {
  const { Subnet } = await it.local.ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone }));
  return Subnet?.SubnetId ?? '';
}

async function createGateway(VpcId: string): Promise<string> {
  const { InternetGateway } = await it.local.ec2.send(new CreateInternetGatewayCommand({}));
  const { InternetGatewayId = '' } = InternetGateway ?? {};
  await it.local.ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  return InternetGatewayId;
}

async function routeTables(VpcId: string): Promise<readonly RouteTable[]> {
  const { RouteTables = [] } = await it.local.ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [VpcId] }] }),
  );
  return RouteTables;
}

const network = (cidr: string) => it.local.machines.networks.find((one) => one.cidr === cidr);

test('a VPC comes with a default security group, a main route table and a network ACL, and goes with them', async () => {
  const VpcId = await createVpc();
  const Filters = [{ Name: 'vpc-id', Values: [VpcId] }];
  const { SecurityGroups } = await it.local.ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  expect(SecurityGroups).toMatchObject([{ GroupName: 'default' }]);
  expect(await routeTables(VpcId)).toMatchObject([
    {
      Associations: [{ Main: true }],
      Routes: [{ DestinationCidrBlock: '10.50.0.0/16', GatewayId: 'local' }],
    },
  ]);
  const { NetworkAcls } = await it.local.ec2.send(new DescribeNetworkAclsCommand({ Filters }));
  expect(NetworkAcls).toMatchObject([{ IsDefault: true, VpcId }]);

  await it.local.ec2.send(new DeleteVpcCommand({ VpcId }));
  await expect(it.local.ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }))).rejects.toMatchObject(
    awsError('InvalidVpcID.NotFound'),
  );
  expect(await routeTables(VpcId)).toEqual([]);
});

test.each([
  ['10.213.128.0/20', 'InvalidVpc.Range', /overlaps 10\.213\.0\.0\/16 of vpc-/],
  ['10.60.0.0/15', 'InvalidVpc.Range', /is invalid/],
  ['10.60.0.0/29', 'InvalidVpc.Range', /is invalid/],
  ['8.8.8.0/24', 'InvalidVpc.Range', /no private network/],
  ['10.60.0.0', 'InvalidParameterValue', /not a valid CIDR/],
  ['10.70.0.0/16', 'InvalidVpc.Range', /10\.70\.0\.0\/16 is routed to docker0/],
])('the block %s is refused with a reason', async (cidr, code, reason) => {
  it.local.machines.conflictOf = (block) =>
    block === '10.70.0.0/16' ? '10.70.0.0/16 is routed to docker0 on this host' : undefined;
  await expect(createVpc(cidr)).rejects.toMatchObject(awsError(code, reason));
});

test('subnets lie in their VPC, and apart', async () => {
  const VpcId = await createVpc();
  const SubnetId = await createSubnet(VpcId, '10.50.1.0/24', 'us-east-1b');
  await expect(createSubnet(VpcId, '10.50.1.128/25')).rejects.toMatchObject(
    awsError('InvalidSubnet.Conflict'),
  );
  await expect(createSubnet(VpcId, '10.51.1.0/24')).rejects.toMatchObject(awsError('InvalidSubnet.Range'));
  await expect(createSubnet(VpcId, '10.50.2.0/24', 'us-east-1z')).rejects.toMatchObject(
    awsError('InvalidParameterValue', /availability zones: us-east-1a/),
  );
  await it.local.ec2.send(
    new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value: true } }),
  );
  const { Subnets } = await it.local.ec2.send(new DescribeSubnetsCommand({ SubnetIds: [SubnetId] }));
  expect(Subnets).toMatchObject([
    { AvailabilityZoneId: 'use1-az2', MapPublicIpOnLaunch: true, AvailableIpAddressCount: 251 },
  ]);
});

test('the default VPC keeps its last block for load balancers', async () => {
  const { Vpcs = [] } = await it.local.ec2.send(new DescribeVpcsCommand({}));
  const VpcId = Vpcs[0]?.VpcId ?? '';
  await expect(createSubnet(VpcId, '10.213.240.0/24')).rejects.toMatchObject(
    awsError('InvalidSubnet.Conflict', /load balancers/),
  );
  await createSubnet(VpcId, '10.213.48.0/24');
});

test('attributes of a VPC are changed one at a time', async () => {
  const VpcId = await createVpc();
  const hostnames = async () =>
    (await it.local.ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsHostnames' })))
      .EnableDnsHostnames;
  expect(await hostnames()).toEqual({ Value: false });
  await it.local.ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  expect(await hostnames()).toEqual({ Value: true });
  await expect(
    it.local.ec2.send(
      new ModifyVpcAttributeCommand({
        VpcId,
        EnableDnsHostnames: { Value: true },
        EnableDnsSupport: { Value: true },
      }),
    ),
  ).rejects.toMatchObject(awsError('InvalidParameterCombination'));
});

test('machines reach the world by a route to an attached internet gateway only', async () => {
  const VpcId = await createVpc();
  const SubnetId = await createSubnet(VpcId);
  await createSubnet(VpcId, '10.50.2.0/24');
  const outbound = async () => {
    await it.local.tick();
    return network('10.50.0.0/16')?.outbound;
  };
  expect(await outbound()).toEqual([]);
  const GatewayId = await createGateway(VpcId);
  const { RouteTable } = await it.local.ec2.send(new CreateRouteTableCommand({ VpcId }));
  const { RouteTableId } = RouteTable ?? {};
  await it.local.ec2.send(
    new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId }),
  );
  expect(await outbound()).toEqual([]);
  const { AssociationId } = await it.local.ec2.send(
    new AssociateRouteTableCommand({ RouteTableId, SubnetId }),
  );
  expect(await outbound()).toEqual(['10.50.1.0/24']);
  await it.local.ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId: GatewayId, VpcId }));
  expect(await outbound()).toEqual([]);
  expect((await routeTables(VpcId))[1]?.Routes).toMatchObject([{}, { State: 'blackhole' }]);
  await it.local.ec2.send(new DisassociateRouteTableCommand({ AssociationId }));
  await it.local.ec2.send(new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock: '0.0.0.0/0' }));
  await it.local.ec2.send(new DeleteRouteTableCommand({ RouteTableId }));
});

test('another table can become the main one', async () => {
  const VpcId = await createVpc();
  const [main] = await routeTables(VpcId);
  const { RouteTable } = await it.local.ec2.send(new CreateRouteTableCommand({ VpcId }));
  await it.local.ec2.send(
    new ReplaceRouteTableAssociationCommand({
      AssociationId: main?.Associations?.[0]?.RouteTableAssociationId,
      RouteTableId: RouteTable?.RouteTableId,
    }),
  );
  expect((await routeTables(VpcId)).map(({ Associations = [] }) => Associations.length)).toEqual([0, 1]);
  await it.local.ec2.send(new DeleteRouteTableCommand({ RouteTableId: main?.RouteTableId }));
});

test('what others depend on is not deleted before them', async () => {
  const VpcId = await createVpc();
  const SubnetId = await createSubnet(VpcId);
  const InternetGatewayId = await createGateway(VpcId);
  const { NetworkInterface } = await it.local.ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }));
  await it.local.ec2.send(new CreateSecurityGroupCommand({ GroupName: 'a', Description: 'a', VpcId }));
  const refused = awsError('DependencyViolation');
  const { ec2 } = it.local;
  await expect(ec2.send(new DeleteVpcCommand({ VpcId }))).rejects.toMatchObject(refused);
  await expect(ec2.send(new DeleteSubnetCommand({ SubnetId }))).rejects.toMatchObject(refused);
  await expect(ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }))).rejects.toMatchObject(
    refused,
  );
  const [main] = await routeTables(VpcId);
  await expect(
    ec2.send(new DeleteRouteTableCommand({ RouteTableId: main?.RouteTableId })),
  ).rejects.toMatchObject(refused);
  await ec2.send(
    new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: NetworkInterface?.NetworkInterfaceId }),
  );
  await ec2.send(new DeleteSubnetCommand({ SubnetId }));
});

test('a gateway is attached to one VPC, and detached once nothing there has a public address', async () => {
  const VpcId = await createVpc();
  const SubnetId = await createSubnet(VpcId);
  const InternetGatewayId = await createGateway(VpcId);
  const { ec2 } = it.local;
  await expect(
    ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId })),
  ).rejects.toMatchObject(awsError('Resource.AlreadyAssociated'));
  const { InternetGateways } = await ec2.send(
    new DescribeInternetGatewaysCommand({ Filters: [{ Name: 'attachment.vpc-id', Values: [VpcId] }] }),
  );
  expect(InternetGateways).toMatchObject([
    { InternetGatewayId, Attachments: [{ VpcId, State: 'available' }] },
  ]);
  await ec2.send(
    new RunInstancesCommand({
      ImageId: DEBIAN_12,
      MinCount: 1,
      MaxCount: 1,
      NetworkInterfaces: [{ DeviceIndex: 0, SubnetId, AssociatePublicIpAddress: true }],
    }),
  );
  await expect(
    ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId })),
  ).rejects.toMatchObject(awsError('DependencyViolation', /mapped public address/));
});

test('a machine is told its VPC’s router', async () => {
  const SubnetId = await createSubnet(await createVpc('10.50.0.0/20'));
  const id = await runOne(it.local, { SubnetId });
  expect(it.local.machines.created.get(id)?.network).toEqual({ prefixLength: 20, gateway: '10.50.0.1' });
  expect((await describeOne(it.local, id)).PrivateIpAddress).toBe('10.50.1.4');
});
