import { DeleteRouteCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireRecord, ROUTE_TABLE } from '../resource-kinds.ts';

/** EC2 DeleteRoute: any but the one to the VPC itself. */
export const route: Route = on(DeleteRouteCommand, (input, { cloud }) => {
  const table = requireRecord(cloud, ROUTE_TABLE, input.RouteTableId ?? '');
  const { DestinationCidrBlock: wanted } = input;
  if (wanted !== undefined && wanted === cloud.tables.vpcs.get(table.vpcId)?.cidr) {
    throw new AwsError(
      'InvalidParameterValue',
      `cannot remove local route ${wanted} in route table ${table.id}`,
    );
  }
  const routes = table.routes.filter(({ destination }) => destination !== wanted);
  if (routes.length === table.routes.length) {
    throw new AwsError(
      'InvalidRoute.NotFound',
      `no route with destination-cidr-block ${wanted} in route table ${table.id}`,
    );
  }
  refuseDryRun(input.DryRun);
  cloud.tables.routeTables.update(table.id, { routes });
  cloud.poke();
  return {};
});
