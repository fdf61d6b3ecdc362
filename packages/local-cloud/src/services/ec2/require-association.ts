import type { LocalCloud } from '../../cloud.ts';
import type { RouteTableRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** The association of a route table with this id, and the table, or EC2's error. */
export function requireAssociation(
  cloud: LocalCloud,
  id: string,
): { readonly table: RouteTableRecord; readonly association: RouteTableRecord['associations'][number] } {
  for (const table of cloud.tables.routeTables.values()) {
    const association = table.associations.find((one) => one.id === id);
    if (association) return { table, association };
  }
  throw new AwsError('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
}
