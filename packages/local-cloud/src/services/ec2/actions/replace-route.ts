import { ReplaceRouteCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readRoute } from '../read-route.ts';
import { requireRecord, ROUTE_TABLE } from '../resource-kinds.ts';

/** EC2 ReplaceRoute. */
export const route: Route = on(ReplaceRouteCommand, (input, { cloud }) => {
  const table = requireRecord(cloud, ROUTE_TABLE, input.RouteTableId ?? '');
  const wanted = readRoute(cloud, table, input);
  if (!table.routes.some(({ destination }) => destination === wanted.destination)) {
    throw new AwsError(
      'InvalidParameterValue',
      `There is no route defined for '${wanted.destination}' in the route table. Use CreateRoute instead.`,
    );
  }
  refuseDryRun(input.DryRun);
  const routes = table.routes.map((one) => (one.destination === wanted.destination ? wanted : one));
  cloud.tables.routeTables.update(table.id, { routes });
  cloud.poke();
  return {};
});
