import type { LocalCloud } from '../../cloud.ts';
import { newId } from '../ids.ts';
import { formatAddress, parseBlock } from './addresses.ts';
import { baseImage } from './base-image.ts';
import { findMainRouteTable } from './route-tables.ts';
import { completeVpc } from './vpc-parts.ts';
import { zonesOf } from './zones.ts';

/** Each zone's default subnet takes a /20 from the start of the network, as in AWS's default VPCs. */
const SUBNET_SIZE = 2 ** 12;

/**
 * Puts in what every new AWS account finds: a default VPC with a subnet in each zone, a way out and a default
 * security group, and Debian's public images. What is there already stays as it is.
 */
export function seed(cloud: LocalCloud): void {
  for (const disk of ['debian-11', 'debian-12', 'debian-13']) {
    const image = baseImage(disk);
    if (!cloud.tables.images.get(image.id)) cloud.tables.images.put(image);
  }

  const vpcId = seedVpc(cloud);
  seedSubnets(cloud, vpcId);
  // A main table that is there may have been changed on purpose: its gateway is not put back.
  const routes = findMainRouteTable(cloud, vpcId)
    ? []
    : [{ destination: '0.0.0.0/0', gatewayId: seedGateway(cloud, vpcId) }];
  completeVpc(cloud, vpcId, routes);
  // A daemon that died in the middle of making a VPC left it without its parts.
  for (const { id } of cloud.tables.vpcs.values()) completeVpc(cloud, id);
}

function seedVpc(cloud: LocalCloud): string {
  for (const vpc of cloud.tables.vpcs.values()) if (vpc.isDefault) return vpc.id;
  return cloud.tables.vpcs.put({ id: newId('vpc'), cidr: cloud.network, isDefault: true, tags: {} }).id;
}

function seedGateway(cloud: LocalCloud, vpcId: string): string {
  for (const gateway of cloud.tables.internetGateways.values()) {
    if (gateway.vpcId === vpcId) return gateway.id;
  }
  return cloud.tables.internetGateways.put({ id: newId('igw'), vpcId, tags: {} }).id;
}

function seedSubnets(cloud: LocalCloud, vpcId: string): void {
  const block = parseBlock(cloud.network);
  if (block?.prefix !== 16) {
    throw new Error(`the network is ${cloud.network}: write a /16 block, such as 10.213.0.0/16`);
  }
  const zones = new Set<string>();
  for (const subnet of cloud.tables.subnets.values()) if (subnet.defaultForZone) zones.add(subnet.zone);
  for (const [index, { name: zone, id: zoneId }] of zonesOf(cloud.region).entries()) {
    if (zones.has(zone)) continue;
    cloud.tables.subnets.put({
      id: newId('subnet'),
      vpcId,
      cidr: `${formatAddress(block.first + index * SUBNET_SIZE)}/20`,
      zone,
      zoneId,
      mapPublicIp: true,
      defaultForZone: true,
      tags: {},
    });
  }
}
