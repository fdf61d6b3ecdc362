import { DescribeRouteTablesCommand } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../../cloud.ts';
import type { RouteTableRecord } from '../../../store/records/ec2.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireRecords, ROUTE_TABLE } from '../resource-kinds.ts';
import { isMain, renderRouteTable } from '../route-tables.ts';

/** EC2 DescribeRouteTables. */
export const route: Route = on(DescribeRouteTablesCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const ids = input.RouteTableIds ?? [];
  const asked = ids.length > 0 ? requireRecords(cloud, ROUTE_TABLE, ids) : cloud.tables.routeTables.values();
  const { page, nextToken } = pageOf(applyFilters(asked, input.Filters, filters(cloud)), input, { ids });
  return { RouteTables: page.map((table) => renderRouteTable(cloud, table)), NextToken: nextToken };
});

function filters(cloud: LocalCloud): FilterTable<RouteTableRecord> {
  const routes = (table: RouteTableRecord) => renderRouteTable(cloud, table).Routes ?? [];
  return {
    'route-table-id': ({ id }) => id,
    'vpc-id': ({ vpcId }) => vpcId,
    'owner-id': () => cloud.accountId,
    'association.main': isMain,
    'association.route-table-association-id': ({ associations }) => associations.map(({ id }) => id),
    'association.route-table-id': ({ id, associations }) => associations.map(() => id),
    'association.subnet-id': ({ associations }) => associations.map(({ subnetId }) => subnetId),
    'association.gateway-id': () => undefined,
    'route.destination-cidr-block': (table) =>
      routes(table).map(({ DestinationCidrBlock }) => DestinationCidrBlock),
    'route.gateway-id': (table) => routes(table).map(({ GatewayId }) => GatewayId),
    'route.origin': (table) => routes(table).map(({ Origin }) => Origin),
    'route.state': (table) => routes(table).map(({ State }) => State),
  };
}
