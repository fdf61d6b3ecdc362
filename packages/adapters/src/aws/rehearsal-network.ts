import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeVpcsCommand,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
  paginateDescribeVpcs,
} from '@aws-sdk/client-ec2';
import type { ResourceType, Tag, TagSpecification, Vpc } from '@aws-sdk/client-ec2';
import { CloudError, environmentPath, freeBlocks, subnetBlock } from '@imago/engine';
import type { ClusterSettings, EnvironmentRef, RehearsalNetwork } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findSubnets } from './cluster-cloud-network.ts';
import { tagsOf } from './fleet-cloud-tags.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';
import { findNetworkParts } from './rehearsal-parts.ts';
import type { NetworkParts } from './rehearsal-parts.ts';
import { readSubnetWays } from './subnet-ways.ts';
import type { SubnetWay } from './subnet-ways.ts';

/** Subnets that a rehearsal's block has room for. */
const mostSubnets = 16;

interface Making {
  readonly aws: AwsClients;
  readonly ref: EnvironmentRef;
  readonly own: Readonly<Record<string, string>>;
}

/** VPC, subnets, internet gateway and its route: those that are lacking, so that it can be called again. */
export async function ensureRehearsalNetwork(
  aws: AwsClients,
  ref: EnvironmentRef,
  like: Pick<ClusterSettings, 'vpc' | 'subnets'>,
  own: Readonly<Record<string, string>>,
): Promise<RehearsalNetwork> {
  const making = { aws, ref, own };
  const originals = (await findSubnets(aws, like)).slice(0, mostSubnets);
  const [ways, parts, likeBlock] = await Promise.all([
    readSubnetWays(aws, originals),
    findNetworkParts(aws, ref),
    blockOf(aws, originals[0]?.vpcId ?? ''),
  ]);
  const { vpc, block } = await ensureVpc(making, parts);
  const subnets = await Promise.all(
    ways.map((way, place) => ensureSubnet(making, parts, { vpc, block: subnetBlock(block, place), way })),
  );
  const outward = subnets.filter((_, place) => ways[place]?.outward === true);
  if (outward.length > 0) await ensureWayOut(making, parts, vpc, outward);
  return { vpc, subnets, block, likeBlock };
}

async function ensureVpc(
  { aws, ref, own }: Making,
  { vpcs }: NetworkParts,
): Promise<{ readonly vpc: string; readonly block: string }> {
  const [found] = vpcs;
  const { VpcId: vpc = '', CidrBlock: block = '' } = found ?? (await createVpc({ aws, ref, own }));
  // As default VPCs have it: machines know each other by name.
  await aws.ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpc, EnableDnsHostnames: { Value: true } }));
  return { vpc, block };
}

async function createVpc(making: Making): Promise<Vpc> {
  const { aws, ref } = making;
  const taken: string[] = [];
  for await (const page of paginateDescribeVpcs({ client: aws.ec2 }, {})) {
    for (const { CidrBlock, CidrBlockAssociationSet = [] } of page.Vpcs ?? []) {
      const more = CidrBlockAssociationSet.map(({ CidrBlock: block }) => block);
      taken.push(...[CidrBlock, ...more].filter((block) => block !== undefined));
    }
  }
  // An emulated EC2 may refuse what its host has in use.
  let refusal: unknown;
  for (const CidrBlock of freeBlocks(taken, ref.environment)) {
    try {
      const command = new CreateVpcCommand({ CidrBlock, TagSpecifications: tagged(making, 'vpc') });
      return (await aws.ec2.send(command)).Vpc ?? {};
    } catch (error) {
      if (!(error instanceof CloudError) || error.awsCode !== 'InvalidVpc.Range') throw error;
      refusal = error;
    }
  }
  throw (
    refusal ?? new CloudError('invalid', 'NoBlock', 'no block for private networks is free for a rehearsal')
  );
}

async function ensureSubnet(
  making: Making,
  { subnets }: NetworkParts,
  { vpc, block, way }: { readonly vpc: string; readonly block: string; readonly way: SubnetWay },
): Promise<string> {
  const { aws } = making;
  const found = subnets.find(({ CidrBlock, VpcId }) => CidrBlock === block && VpcId === vpc);
  const command = new CreateSubnetCommand({
    VpcId: vpc,
    CidrBlock: block,
    AvailabilityZone: way.zone,
    TagSpecifications: tagged(making, 'subnet'),
  });
  const SubnetId = (found ?? (await aws.ec2.send(command)).Subnet)?.SubnetId ?? '';
  if (way.publicAddresses) {
    const MapPublicIpOnLaunch = { Value: true };
    await aws.ec2.send(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch }));
  }
  return SubnetId;
}

async function ensureWayOut(
  making: Making,
  { gateways, tables }: NetworkParts,
  VpcId: string,
  subnets: readonly string[],
): Promise<void> {
  const { aws } = making;
  const create = new CreateInternetGatewayCommand({ TagSpecifications: tagged(making, 'internet-gateway') });
  const gateway = gateways[0] ?? (await aws.ec2.send(create)).InternetGateway;
  const GatewayId = gateway?.InternetGatewayId ?? '';
  if ((gateway?.Attachments ?? []).length === 0) {
    const attach = new AttachInternetGatewayCommand({ InternetGatewayId: GatewayId, VpcId });
    await tolerate(['conflict'], aws.ec2.send(attach));
  }
  const make = new CreateRouteTableCommand({ VpcId, TagSpecifications: tagged(making, 'route-table') });
  const table = tables[0] ?? (await aws.ec2.send(make)).RouteTable;
  const RouteTableId = table?.RouteTableId ?? '';
  const route = { RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId };
  await tolerate(['conflict'], aws.ec2.send(new CreateRouteCommand(route)));
  const associated = new Set(table?.Associations?.map(({ SubnetId }) => SubnetId));
  await Promise.all(
    subnets
      .filter((SubnetId) => !associated.has(SubnetId))
      .map((SubnetId) =>
        tolerate(['conflict'], aws.ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }))),
      ),
  );
}

function tagged({ ref, own }: Making, ResourceType: ResourceType): TagSpecification[] {
  const name: Tag = { Key: 'Name', Value: environmentPath(ref) };
  return [{ ResourceType, Tags: [name, ...tagsOf(ref, 'network', undefined, own)] }];
}

async function blockOf(aws: AwsClients, vpc: string): Promise<string> {
  const { Vpcs } = await aws.ec2.send(new DescribeVpcsCommand({ VpcIds: [vpc] }));
  return Vpcs?.[0]?.CidrBlock ?? '';
}
