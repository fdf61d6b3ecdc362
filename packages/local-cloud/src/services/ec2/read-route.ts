import type { CreateRouteRequest, ReplaceRouteRequest } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../cloud.ts';
import type { RouteRecord, RouteTableRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { contains, formatBlock, parseBlock } from './addresses.ts';

/** Reads a route of CreateRoute or ReplaceRoute: to an internet gateway of the table's VPC, the only kind there is. */
export function readRoute(
  cloud: LocalCloud,
  table: RouteTableRecord,
  input: CreateRouteRequest | ReplaceRouteRequest,
): RouteRecord {
  const { GatewayId: gatewayId } = input;
  if (!gatewayId?.startsWith('igw-')) {
    throw new AwsError(
      'UnsupportedOperation',
      'A route of the local cloud leads to an internet gateway: name one as GatewayId.',
    );
  }
  const gateway = cloud.tables.internetGateways.get(gatewayId);
  if (!gateway) {
    throw new AwsError('InvalidGatewayID.NotFound', `The gateway ID '${gatewayId}' does not exist`);
  }
  if (gateway.vpcId !== table.vpcId) {
    throw new AwsError(
      'InvalidParameterValue',
      `route table ${table.id} and network gateway ${gatewayId} belong to different networks`,
    );
  }
  return { destination: readDestination(cloud, table, input.DestinationCidrBlock), gatewayId };
}

/** Reads the block that a route is for; within the VPC the route to itself holds. */
function readDestination(cloud: LocalCloud, { vpcId }: RouteTableRecord, wanted: string | undefined): string {
  if (wanted === undefined) {
    throw new AwsError(
      'UnsupportedOperation',
      'The local cloud has routes for IPv4 only: name a DestinationCidrBlock.',
    );
  }
  const block = parseBlock(wanted);
  if (!block) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${wanted}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.`,
    );
  }
  const vpc = parseBlock(cloud.tables.vpcs.get(vpcId)?.cidr ?? '');
  if (vpc && contains(vpc, block)) {
    throw new AwsError(
      'InvalidParameterValue',
      `The destination CIDR block ${wanted} is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.`,
    );
  }
  return formatBlock(block);
}
