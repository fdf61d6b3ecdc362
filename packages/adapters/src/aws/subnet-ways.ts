import { DescribeSubnetsCommand, paginateDescribeRouteTables } from '@aws-sdk/client-ec2';
import type { RouteTable } from '@aws-sdk/client-ec2';
import type { AwsClients } from './clients.ts';
import type { MemberSubnet } from './cluster-cloud-network.ts';

/** Where a subnet is, and how its machines reach the world. */
export interface SubnetWay {
  readonly zone: string;
  /** Whether a route leads to an internet gateway. */
  readonly outward: boolean;
  /** Whether machines get a public address at their launch. */
  readonly publicAddresses: boolean;
}

/** Reads it for each of these subnets, which are of one VPC. */
export async function readSubnetWays(
  aws: AwsClients,
  subnets: readonly MemberSubnet[],
): Promise<readonly SubnetWay[]> {
  const [first] = subnets;
  if (first === undefined) return [];
  const SubnetIds = subnets.map(({ id }) => id);
  const Filters = [{ Name: 'vpc-id', Values: [first.vpcId] }];
  const tables: RouteTable[] = [];
  const asked = aws.ec2.send(new DescribeSubnetsCommand({ SubnetIds }));
  for await (const page of paginateDescribeRouteTables({ client: aws.ec2 }, { Filters })) {
    tables.push(...(page.RouteTables ?? []));
  }
  const { Subnets = [] } = await asked;
  const main = tables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main === true));
  return subnets.map(({ id, zone }) => {
    const own = tables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === id));
    const routes = (own ?? main)?.Routes ?? [];
    return {
      zone,
      outward: routes.some(({ GatewayId = '' }) => GatewayId.startsWith('igw-')),
      publicAddresses: Subnets.find(({ SubnetId }) => SubnetId === id)?.MapPublicIpOnLaunch === true,
    };
  });
}
