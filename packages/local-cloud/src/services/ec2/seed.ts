import type { LocalCloud } from '../../cloud.ts';
import { newId } from '../ids.ts';
import { formatAddress, parseBlock } from './addresses.ts';
import { baseImage } from './base-image.ts';

/** Each zone's default subnet takes a /20 from the start of the network, as in AWS's default VPCs. */
const ZONES = ['a', 'b', 'c'];
const SUBNET_SIZE = 2 ** 12;

/**
 * Puts in what every new AWS account finds: a default VPC with a subnet in each zone and a default security
 * group, and Debian 12's public image. What is there already stays as it is.
 */
export function seed(cloud: LocalCloud): void {
  const image = baseImage('debian-12');
  if (!cloud.tables.images.get(image.id)) cloud.tables.images.put(image);

  const vpcId = seedVpc(cloud);
  seedSubnets(cloud, vpcId);
  seedDefaultGroup(cloud, vpcId);
}

function seedVpc(cloud: LocalCloud): string {
  for (const vpc of cloud.tables.vpcs.values()) if (vpc.isDefault) return vpc.id;
  return cloud.tables.vpcs.put({ id: newId('vpc'), cidr: cloud.network, isDefault: true, tags: {} }).id;
}

function seedSubnets(cloud: LocalCloud, vpcId: string): void {
  const block = parseBlock(cloud.network);
  if (block?.prefix !== 16) {
    throw new Error(`the network is ${cloud.network}: write a /16 block, such as 10.213.0.0/16`);
  }
  const zones = new Set<string>();
  for (const subnet of cloud.tables.subnets.values()) if (subnet.defaultForZone) zones.add(subnet.zone);
  for (const [index, letter] of ZONES.entries()) {
    const zone = cloud.region + letter;
    if (zones.has(zone)) continue;
    cloud.tables.subnets.put({
      id: newId('subnet'),
      vpcId,
      cidr: `${formatAddress(block.first + index * SUBNET_SIZE)}/20`,
      zone,
      zoneId: zoneId(cloud.region, index + 1),
      mapPublicIp: true,
      defaultForZone: true,
      tags: {},
    });
  }
}

function seedDefaultGroup(cloud: LocalCloud, vpcId: string): void {
  for (const group of cloud.tables.securityGroups.values()) {
    if (group.vpcId === vpcId && group.name === 'default') return;
  }
  const id = newId('sg');
  cloud.tables.securityGroups.put({
    id,
    name: 'default',
    description: 'default VPC security group',
    vpcId,
    ownerId: cloud.accountId,
    permissions: [
      { ruleId: newId('sgr'), egress: false, protocol: '-1', groupId: id },
      { ruleId: newId('sgr'), egress: true, protocol: '-1', cidr: '0.0.0.0/0' },
    ],
    tags: {},
  });
}

/** The account-independent zone id: `us-east-1` and 1 make `use1-az1`. */
function zoneId(region: string, number: number): string {
  const [area = '', direction = '', digit = ''] = region.split('-');
  const initials = [...direction.matchAll(/north|south|east|west|central/g)].map(([word]) => word.charAt(0));
  return `${area}${initials.join('')}${digit}-az${number}`;
}
