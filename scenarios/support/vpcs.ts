import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteInternetGatewayCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcAttributeCommand,
  DetachInternetGatewayCommand,
  DisassociateRouteTableCommand,
  type EC2Client,
  ModifyVpcAttributeCommand,
  waitUntilVpcAvailable,
} from '@aws-sdk/client-ec2';
import { expect } from 'vitest';

/** A VPC with one subnet and a way out. */
export interface Vpc {
  readonly VpcId: string;
  readonly SubnetId: string;
  readonly InternetGatewayId: string;
  readonly RouteTableId: string;
}

const everywhere = '0.0.0.0/0';

/**
 * A VPC with a subnet whose route table leads to an internet gateway, in the order in which Terraform makes it; its
 * default security group is open. `block`: the first two numbers of its addresses.
 */
export async function createVpc(ec2: EC2Client, block: string): Promise<Vpc> {
  const made = await ec2.send(new CreateVpcCommand({ CidrBlock: `${block}.0.0/16` }));
  const { VpcId = '' } = made.Vpc ?? {};
  await waitUntilVpcAvailable({ client: ec2, maxWaitTime: 30, minDelay: 1 }, { VpcIds: [VpcId] });
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  const asked = new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsHostnames' });
  expect((await ec2.send(asked)).EnableDnsHostnames?.Value).toBe(true);
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  const { InternetGatewayId = '' } = InternetGateway ?? {};
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  const { Subnet } = await ec2.send(
    new CreateSubnetCommand({ VpcId, CidrBlock: `${block}.1.0/24`, AvailabilityZone: 'us-east-1b' }),
  );
  const { SubnetId = '' } = Subnet ?? {};
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
  const { RouteTableId = '' } = RouteTable ?? {};
  await ec2.send(
    new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: everywhere, GatewayId: InternetGatewayId }),
  );
  await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
  const Filters = [
    { Name: 'vpc-id', Values: [VpcId] },
    { Name: 'group-name', Values: ['default'] },
  ];
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  const IpPermissions = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: everywhere }] }];
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({ GroupId: SecurityGroups[0]?.GroupId, IpPermissions }),
  );
  return { VpcId, SubnetId, InternetGatewayId, RouteTableId };
}

/** The other way round. */
export async function deleteVpc(
  ec2: EC2Client,
  { VpcId, SubnetId, InternetGatewayId, RouteTableId }: Vpc,
): Promise<void> {
  const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }));
  const AssociationId = RouteTables?.[0]?.Associations?.[0]?.RouteTableAssociationId;
  await ec2.send(new DisassociateRouteTableCommand({ AssociationId }));
  await ec2.send(new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock: everywhere }));
  await ec2.send(new DeleteRouteTableCommand({ RouteTableId }));
  await ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  await ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }));
  await ec2.send(new DeleteSubnetCommand({ SubnetId }));
  await ec2.send(new DeleteVpcCommand({ VpcId }));
}
