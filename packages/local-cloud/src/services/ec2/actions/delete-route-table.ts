import { DeleteRouteTableCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireRecord, ROUTE_TABLE } from '../resource-kinds.ts';

/** EC2 DeleteRouteTable: refused while a subnet uses it, and for a VPC's main one. */
export const route: Route = on(DeleteRouteTableCommand, (input, { cloud }) => {
  const { id, associations } = requireRecord(cloud, ROUTE_TABLE, input.RouteTableId ?? '');
  if (associations.length > 0) {
    throw new AwsError(
      'DependencyViolation',
      `The routeTable '${id}' has dependencies and cannot be deleted.`,
    );
  }
  refuseDryRun(input.DryRun);
  cloud.tables.routeTables.delete(id);
  return {};
});
