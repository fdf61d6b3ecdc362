import { RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { revoke, revokeRules } from '../authorize.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readOpenings, renderPermissions } from '../permissions.ts';
import { requireSecurityGroup } from '../require-security-group.ts';

/** EC2 RevokeSecurityGroupIngress: by rule id, or by what the inbound permissions say. */
export const route: Route = on(RevokeSecurityGroupIngressCommand, (input, { cloud }) => {
  const group = requireSecurityGroup(cloud, { id: input.GroupId, name: input.GroupName });
  refuseDryRun(input.DryRun);
  if (input.SecurityGroupRuleIds?.length) {
    revokeRules(cloud, group, input.SecurityGroupRuleIds);
    return { Return: true };
  }
  const unknown = revoke(cloud, group, readOpenings(cloud, group, false, input));
  return { Return: true, UnknownIpPermissions: renderPermissions(cloud, unknown) };
});
