import { DeleteSubnetCommand } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../../cloud.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireRecord, SUBNET } from '../resource-kinds.ts';

/** EC2 DeleteSubnet: refused while an interface or a load balancer is in it. */
export const route: Route = on(DeleteSubnetCommand, (input, { cloud }) => {
  const { id, defaultForZone } = requireRecord(cloud, SUBNET, input.SubnetId ?? '');
  if (defaultForZone) {
    throw new AwsError('OperationNotPermitted', `The local cloud keeps its default subnet '${id}'.`);
  }
  if (isUsed(cloud, id)) {
    throw new AwsError('DependencyViolation', `The subnet '${id}' has dependencies and cannot be deleted.`);
  }
  refuseDryRun(input.DryRun);
  for (const table of cloud.tables.routeTables.values()) {
    const associations = table.associations.filter(({ subnetId }) => subnetId !== id);
    if (associations.length < table.associations.length)
      cloud.tables.routeTables.update(table.id, { associations });
  }
  cloud.tables.subnets.delete(id);
  cloud.poke();
  return {};
});

function isUsed(cloud: LocalCloud, id: string): boolean {
  for (const { subnetId } of cloud.tables.networkInterfaces.values()) if (subnetId === id) return true;
  for (const { subnetIds } of cloud.tables.loadBalancers.values()) if (subnetIds.includes(id)) return true;
  return false;
}
