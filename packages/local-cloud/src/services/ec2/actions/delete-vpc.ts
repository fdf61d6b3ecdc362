import { DeleteVpcCommand } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../../cloud.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireRecord, VPC } from '../resource-kinds.ts';
import { isMain } from '../route-tables.ts';

/** EC2 DeleteVpc: only what it was made with goes along; anything else in it must be gone before. */
export const route: Route = on(DeleteVpcCommand, (input, { cloud }) => {
  const { id, isDefault } = requireRecord(cloud, VPC, input.VpcId ?? '');
  if (isDefault) {
    throw new AwsError('OperationNotPermitted', `The local cloud keeps its default VPC '${id}'.`);
  }
  if (isUsed(cloud, id)) {
    throw new AwsError('DependencyViolation', `The vpc '${id}' has dependencies and cannot be deleted.`);
  }
  refuseDryRun(input.DryRun);
  const { routeTables, securityGroups, vpcs } = cloud.tables;
  for (const table of routeTables.values()) if (table.vpcId === id) routeTables.delete(table.id);
  for (const group of securityGroups.values()) if (group.vpcId === id) securityGroups.delete(group.id);
  vpcs.delete(id);
  cloud.poke();
  return {};
});

function isUsed(cloud: LocalCloud, id: string): boolean {
  const { subnets, internetGateways, networkInterfaces, loadBalancers, securityGroups, routeTables } =
    cloud.tables;
  for (const table of [subnets, internetGateways, networkInterfaces, loadBalancers]) {
    for (const { vpcId } of table.values()) if (vpcId === id) return true;
  }
  for (const { vpcId, name } of securityGroups.values()) if (vpcId === id && name !== 'default') return true;
  for (const table of routeTables.values()) if (table.vpcId === id && !isMain(table)) return true;
  return false;
}
