import { AuthorizeSecurityGroupEgressCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { authorize } from '../authorize.ts';
import { refuseDryRun } from '../dry-run.ts';
import { readOpenings } from '../permissions.ts';
import { requireSecurityGroup } from '../require-security-group.ts';

/** EC2 AuthorizeSecurityGroupEgress: adds outbound permissions. */
export const route: Route = on(AuthorizeSecurityGroupEgressCommand, (input, { cloud }) => {
  const group = requireSecurityGroup(cloud, { id: input.GroupId });
  const openings = readOpenings(cloud, group, true, input);
  refuseDryRun(input.DryRun);
  return { Return: true, SecurityGroupRules: authorize(cloud, group, openings) };
});
