import { paginateDescribeSubnets } from '@aws-sdk/client-ec2';
import type { Filter, Subnet } from '@aws-sdk/client-ec2';
import { ImagoError } from '@imago/engine';
import type { ClusterSettings, MemberSettings } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findDefaultVpc } from './fleet-cloud-network.ts';

/** A subnet that members may live in. */
export interface MemberSubnet {
  readonly id: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly cidr: string;
}

/** The subnets that the settings name, in that order, or the default subnets of the VPC, by zone. */
export async function findSubnets(
  aws: AwsClients,
  { vpc, subnets }: Pick<ClusterSettings, 'vpc' | 'subnets'>,
): Promise<readonly MemberSubnet[]> {
  if (subnets.length > 0) {
    const found = await describeSubnets(aws, [{ Name: 'subnet-id', Values: [...subnets] }]);
    return subnets.map(
      (id) => found.find((subnet) => subnet.id === id) ?? noSubnet(`there is no subnet ${id}`),
    );
  }
  const vpcId = vpc ?? (await findDefaultVpc(aws));
  const Filters = [
    { Name: 'vpc-id', Values: [vpcId] },
    { Name: 'default-for-az', Values: ['true'] },
  ];
  const found = await describeSubnets(aws, Filters);
  if (found.length === 0) return noSubnet(`the VPC ${vpcId} has no default subnets`);
  return [...found].sort((a, b) => (a.zone < b.zone ? -1 : 1));
}

/**
 * Where a member lives: with its volumes, where it has some; else in its zone, or where its address belongs; else
 * members take turns.
 */
export function chooseSubnet(
  subnets: readonly MemberSubnet[],
  { name, ordinal, zone, address }: MemberSettings,
  volumeZone: string | undefined,
): MemberSubnet {
  if (zone !== undefined && volumeZone !== undefined && zone !== volumeZone)
    return noSubnet(`${name} is to be in ${zone}, and its volumes are in ${volumeZone}`);
  const where = volumeZone ?? zone;
  const inZone = subnets.filter((subnet) => where === undefined || subnet.zone === where);
  if (inZone.length === 0) return noSubnet(`${name} is in ${where}, and no subnet of the cluster is`);
  const fitting = address === undefined ? inZone : inZone.filter(({ cidr }) => contains(cidr, address));
  const chosen = fitting[(ordinal - 1) % fitting.length];
  return chosen ?? noSubnet(`the address ${address} of ${name} is in no subnet of the cluster`);
}

/** The subnet that an address belongs to, in that zone where one is given. */
export const findSubnetOf = (
  subnets: readonly MemberSubnet[],
  address: string,
  zone: string | undefined,
): MemberSubnet | undefined =>
  subnets.find((subnet) => contains(subnet.cidr, address) && (zone === undefined || subnet.zone === zone));

async function describeSubnets(aws: AwsClients, Filters: Filter[]): Promise<readonly MemberSubnet[]> {
  const found: Subnet[] = [];
  for await (const page of paginateDescribeSubnets({ client: aws.ec2 }, { Filters })) {
    found.push(...(page.Subnets ?? []));
  }
  return found.map(
    ({ SubnetId: id = '', VpcId: vpcId = '', AvailabilityZone: zone = '', CidrBlock: cidr = '' }) => ({
      id,
      vpcId,
      zone,
      cidr,
    }),
  );
}

function contains(cidr: string, address: string): boolean {
  const [base = '', length = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(length));
  return Math.floor(numberOf(base) / size) === Math.floor(numberOf(address) / size);
}

const numberOf = (address: string): number =>
  address.split('.').reduce((number, part) => number * 256 + Number(part), 0);

function noSubnet(message: string): never {
  throw new ImagoError({
    code: 'no-subnets',
    source: 'user',
    message,
    fix: 'name subnets in `network.subnets` that hold every member',
  });
}
