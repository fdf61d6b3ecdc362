import { RevokeSecurityGroupEgressCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { revoke, revokeRules } from '../authorize.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readOpenings, renderPermissions } from '../permissions.ts';
import { requireSecurityGroup } from '../require-security-group.ts';

/** EC2 RevokeSecurityGroupEgress: by rule id, or by what the outbound permissions say. */
export const route: Route = on(RevokeSecurityGroupEgressCommand, (input, { cloud }) => {
  const group = requireSecurityGroup(cloud, { id: input.GroupId });
  refuseDryRun(input.DryRun);
  if (input.SecurityGroupRuleIds?.length) {
    revokeRules(cloud, group, input.SecurityGroupRuleIds);
    return { Return: true };
  }
  const unknown = revoke(cloud, group, readOpenings(cloud, group, true, input));
  return { Return: true, UnknownIpPermissions: renderPermissions(cloud, unknown) };
});
