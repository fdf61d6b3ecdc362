import type { RouteTable } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../cloud.ts';
import type { RouteRecord, RouteTableRecord, SubnetRecord } from '../../store/records/ec2.ts';
import { renderTags } from './read-tags.ts';

/** The route table that holds for subnets without one of their own. */
export function findMainRouteTable(
  cloud: Pick<LocalCloud, 'tables'>,
  vpcId: string,
): RouteTableRecord | undefined {
  for (const table of cloud.tables.routeTables.values()) {
    if (table.vpcId === vpcId && isMain(table)) return table;
  }
  return undefined;
}

/** Whether a table is the main one of its VPC. */
export function isMain({ associations }: RouteTableRecord): boolean {
  return associations.some(({ subnetId }) => subnetId === undefined);
}

/** The route table that holds for a subnet. */
function routeTableOf(
  cloud: Pick<LocalCloud, 'tables'>,
  { id, vpcId }: SubnetRecord,
): RouteTableRecord | undefined {
  for (const table of cloud.tables.routeTables.values()) {
    if (table.associations.some(({ subnetId }) => subnetId === id)) return table;
  }
  return findMainRouteTable(cloud, vpcId);
}

/** Whether a route leads anywhere: its gateway may have been detached or deleted. */
function isActive(cloud: Pick<LocalCloud, 'tables'>, vpcId: string, { gatewayId }: RouteRecord): boolean {
  return cloud.tables.internetGateways.get(gatewayId)?.vpcId === vpcId;
}

/** Whether what a subnet's machines send to the world has a way there. */
export function leadsOutside(cloud: Pick<LocalCloud, 'tables'>, subnet: SubnetRecord): boolean {
  const routes = routeTableOf(cloud, subnet)?.routes ?? [];
  const route = routes.find(({ destination }) => destination === '0.0.0.0/0');
  return route !== undefined && isActive(cloud, subnet.vpcId, route);
}

/** A route table as DescribeRouteTables shows it. */
export function renderRouteTable(cloud: LocalCloud, table: RouteTableRecord): RouteTable {
  return {
    RouteTableId: table.id,
    VpcId: table.vpcId,
    OwnerId: cloud.accountId,
    PropagatingVgws: [],
    Associations: table.associations.map(({ id, subnetId }) => ({
      RouteTableAssociationId: id,
      RouteTableId: table.id,
      SubnetId: subnetId,
      Main: subnetId === undefined,
      AssociationState: { State: 'associated' as const },
    })),
    Routes: [
      {
        DestinationCidrBlock: cloud.tables.vpcs.get(table.vpcId)?.cidr,
        GatewayId: 'local',
        Origin: 'CreateRouteTable' as const,
        State: 'active' as const,
      },
      ...table.routes.map((route) => ({
        DestinationCidrBlock: route.destination,
        GatewayId: route.gatewayId,
        Origin: 'CreateRoute' as const,
        State: isActive(cloud, table.vpcId, route) ? ('active' as const) : ('blackhole' as const),
      })),
    ],
    Tags: renderTags(table.tags),
  };
}
