import { AssociateRouteTableCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { newId } from '../../ids.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireRecord, ROUTE_TABLE, SUBNET } from '../resource-kinds.ts';

/** EC2 AssociateRouteTable: with a subnet that has no table of its own. */
export const route: Route = on(AssociateRouteTableCommand, (input, { cloud }) => {
  const table = requireRecord(cloud, ROUTE_TABLE, input.RouteTableId ?? '');
  if (input.SubnetId === undefined) {
    throw new AwsError(
      'UnsupportedOperation',
      'The local cloud associates route tables with subnets only: name a SubnetId.',
    );
  }
  const subnet = requireRecord(cloud, SUBNET, input.SubnetId);
  if (subnet.vpcId !== table.vpcId) {
    throw new AwsError(
      'InvalidParameterValue',
      `Route table ${table.id} and subnet ${subnet.id} belong to different networks`,
    );
  }
  for (const { associations } of cloud.tables.routeTables.values()) {
    if (!associations.some(({ subnetId }) => subnetId === subnet.id)) continue;
    throw new AwsError(
      'Resource.AlreadyAssociated',
      `the specified association for route table ${table.id} conflicts with an existing association`,
    );
  }
  refuseDryRun(input.DryRun);
  const id = newId('rtbassoc');
  cloud.tables.routeTables.update(table.id, {
    associations: [...table.associations, { id, subnetId: subnet.id }],
  });
  cloud.poke();
  return { AssociationId: id, AssociationState: { State: 'associated' as const } };
});
