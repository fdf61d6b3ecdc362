import type { LocalCloud } from '../../cloud.ts';
import type { RouteRecord } from '../../store/records/ec2.ts';
import { newId } from '../ids.ts';
import { findMainRouteTable } from './route-tables.ts';

/** Puts in what every VPC has from the start, as far as it is not there: a default security group, a main route table. */
export function completeVpc(cloud: LocalCloud, vpcId: string, routes: readonly RouteRecord[] = []): void {
  if (!hasDefaultGroup(cloud, vpcId)) createDefaultGroup(cloud, vpcId);
  if (findMainRouteTable(cloud, vpcId)) return;
  cloud.tables.routeTables.put({
    id: newId('rtb'),
    vpcId,
    associations: [{ id: newId('rtbassoc') }],
    routes,
    tags: {},
  });
}

function hasDefaultGroup(cloud: LocalCloud, vpcId: string): boolean {
  for (const group of cloud.tables.securityGroups.values()) {
    if (group.vpcId === vpcId && group.name === 'default') return true;
  }
  return false;
}

function createDefaultGroup(cloud: LocalCloud, vpcId: string): void {
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
