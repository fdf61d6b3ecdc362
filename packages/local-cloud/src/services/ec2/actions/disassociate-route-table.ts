import { DisassociateRouteTableCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireAssociation } from '../require-association.ts';

/** EC2 DisassociateRouteTable: the main table holds for the subnet from then on. */
export const route: Route = on(DisassociateRouteTableCommand, (input, { cloud }) => {
  const { table, association } = requireAssociation(cloud, input.AssociationId ?? '');
  if (association.subnetId === undefined) {
    throw new AwsError(
      'InvalidParameterValue',
      `cannot disassociate the main route table association ${association.id}`,
    );
  }
  refuseDryRun(input.DryRun);
  const associations = table.associations.filter(({ id }) => id !== association.id);
  cloud.tables.routeTables.update(table.id, { associations });
  cloud.poke();
  return {};
});
