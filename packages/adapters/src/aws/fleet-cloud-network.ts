import { DescribeVpcsCommand, paginateDescribeSubnets } from '@aws-sdk/client-ec2';
import { ImagoError } from '@imago/engine';
import type { FleetSettings } from '@imago/engine';
import type { AwsClients } from './clients.ts';

/** Where a fleet lives. */
export interface FleetNetwork {
  readonly vpcId: string;
  /** One per zone, two zones at least. */
  readonly subnetIds: readonly string[];
}

/** The network that the settings name, or the default VPC with its default subnets. */
export async function findNetwork(aws: AwsClients, { vpc, subnets }: FleetSettings): Promise<FleetNetwork> {
  const vpcId = vpc ?? (await findDefaultVpc(aws));
  if (subnets.length > 0) return { vpcId, subnetIds: subnets };
  const Filters = [
    { Name: 'vpc-id', Values: [vpcId] },
    { Name: 'default-for-az', Values: ['true'] },
  ];
  const found: string[] = [];
  for await (const page of paginateDescribeSubnets({ client: aws.ec2 }, { Filters })) {
    for (const { SubnetId } of page.Subnets ?? []) if (SubnetId !== undefined) found.push(SubnetId);
  }
  if (found.length >= 2) return { vpcId, subnetIds: found };
  throw new ImagoError({
    code: 'no-subnets',
    source: 'user',
    message: `the VPC ${vpcId} has ${found.length} default subnets, and a load balancer needs two in two zones`,
    fix: 'name subnets in `network.subnets`',
  });
}

/** The default VPC; rejects where there is none. */
export async function findDefaultVpc(aws: AwsClients): Promise<string> {
  const Filters = [{ Name: 'is-default', Values: ['true'] }];
  const { Vpcs } = await aws.ec2.send(new DescribeVpcsCommand({ Filters }));
  const vpcId = Vpcs?.[0]?.VpcId;
  if (vpcId !== undefined) return vpcId;
  throw new ImagoError({
    code: 'no-default-vpc',
    source: 'user',
    message: `there is no default VPC in ${aws.region}`,
    fix: 'name a VPC in `network.vpc` and its subnets in `network.subnets`',
  });
}
