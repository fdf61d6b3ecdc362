import { CreateRouteTableCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { newId } from '../../ids.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readTagSpecification } from '../read-tags.ts';
import { requireRecord, VPC } from '../resource-kinds.ts';
import { renderRouteTable } from '../route-tables.ts';

/** EC2 CreateRouteTable: it leads to the VPC itself only. */
export const route: Route = on(CreateRouteTableCommand, (input, { cloud }) => {
  const vpc = requireRecord(cloud, VPC, input.VpcId ?? '');
  const tags = readTagSpecification(input.TagSpecifications, 'route-table');
  const { ClientToken: clientToken } = input;
  for (const table of cloud.tables.routeTables.values()) {
    if (clientToken === undefined || table.clientToken !== clientToken) continue;
    return { RouteTable: renderRouteTable(cloud, table), ClientToken: clientToken };
  }
  refuseDryRun(input.DryRun);
  const table = cloud.tables.routeTables.put({
    id: newId('rtb'),
    vpcId: vpc.id,
    associations: [],
    routes: [],
    ...(clientToken === undefined ? {} : { clientToken }),
    tags,
  });
  return { RouteTable: renderRouteTable(cloud, table), ClientToken: clientToken };
});
