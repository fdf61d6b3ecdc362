import { AuthorizeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { authorize } from '../authorize.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readOpenings } from '../permissions.ts';
import { requireSecurityGroup } from '../require-security-group.ts';

/** EC2 AuthorizeSecurityGroupIngress: adds inbound permissions. */
export const route: Route = on(AuthorizeSecurityGroupIngressCommand, (input, { cloud }) => {
  const group = requireSecurityGroup(cloud, { id: input.GroupId, name: input.GroupName });
  const openings = readOpenings(cloud, group, false, input);
  refuseDryRun(input.DryRun);
  return { Return: true, SecurityGroupRules: authorize(cloud, group, openings) };
});
