import { DeleteSecurityGroupCommand } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../../cloud.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireSecurityGroup } from '../require-security-group.ts';

/** EC2 DeleteSecurityGroup: refused while an instance, an interface, a load balancer or another group uses it. */
export const route: Route = on(DeleteSecurityGroupCommand, (input, { cloud }) => {
  const group = requireSecurityGroup(cloud, { id: input.GroupId, name: input.GroupName });
  if (group.name === 'default') {
    throw new AwsError(
      'CannotDelete',
      `the specified group: "${group.id}" name: "default" cannot be deleted by a user`,
    );
  }
  if (isUsed(cloud, group.id)) {
    throw new AwsError('DependencyViolation', `resource ${group.id} has a dependent object`);
  }
  refuseDryRun(input.DryRun);
  cloud.tables.securityGroups.delete(group.id);
  return { Return: true, GroupId: group.id };
});

function isUsed(cloud: LocalCloud, id: string): boolean {
  for (const { state, securityGroupIds } of cloud.tables.instances.values()) {
    if (state !== 'terminated' && securityGroupIds.includes(id)) return true;
  }
  for (const { securityGroupIds } of cloud.tables.networkInterfaces.values()) {
    if (securityGroupIds.includes(id)) return true;
  }
  for (const { securityGroupIds } of cloud.tables.loadBalancers.values()) {
    if (securityGroupIds.includes(id)) return true;
  }
  for (const other of cloud.tables.securityGroups.values()) {
    if (other.id !== id && other.permissions.some(({ groupId }) => groupId === id)) return true;
  }
  return false;
}
