import { CreateRouteCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readRoute } from '../read-route.ts';
import { requireRecord, ROUTE_TABLE } from '../resource-kinds.ts';

/** EC2 CreateRoute. Machines go out through a route for `0.0.0.0/0`; narrower ones are remembered only. */
export const route: Route = on(CreateRouteCommand, (input, { cloud }) => {
  const table = requireRecord(cloud, ROUTE_TABLE, input.RouteTableId ?? '');
  const wanted = readRoute(cloud, table, input);
  const existing = table.routes.find(({ destination }) => destination === wanted.destination);
  if (existing && existing.gatewayId !== wanted.gatewayId) {
    throw new AwsError('RouteAlreadyExists', `The route identified by ${wanted.destination} already exists.`);
  }
  refuseDryRun(input.DryRun);
  if (!existing) cloud.tables.routeTables.update(table.id, { routes: [...table.routes, wanted] });
  cloud.poke();
  return { Return: true };
});
