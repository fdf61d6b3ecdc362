import { ReplaceRouteTableAssociationCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { newId } from '../../ids.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireAssociation } from '../require-association.ts';
import { requireRecord, ROUTE_TABLE } from '../resource-kinds.ts';

/** EC2 ReplaceRouteTableAssociation: gives a subnet another table, or a VPC another main one. */
export const route: Route = on(ReplaceRouteTableAssociationCommand, (input, { cloud }) => {
  const { table: before, association } = requireAssociation(cloud, input.AssociationId ?? '');
  const after = requireRecord(cloud, ROUTE_TABLE, input.RouteTableId ?? '');
  if (after.vpcId !== before.vpcId) {
    throw new AwsError(
      'InvalidParameterValue',
      `Route table ${after.id} and route table ${before.id} belong to different networks`,
    );
  }
  refuseDryRun(input.DryRun);
  const { routeTables } = cloud.tables;
  const id = newId('rtbassoc');
  routeTables.update(after.id, { associations: [...after.associations, { ...association, id }] });
  const { associations } = requireRecord(cloud, ROUTE_TABLE, before.id);
  routeTables.update(before.id, { associations: associations.filter((one) => one.id !== association.id) });
  cloud.poke();
  return { NewAssociationId: id, AssociationState: { State: 'associated' as const } };
});
