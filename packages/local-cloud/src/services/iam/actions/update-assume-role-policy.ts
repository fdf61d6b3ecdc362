import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { validatePolicy } from '../policy-document.ts';
import { requireRole } from '../roles.ts';

/** `UpdateAssumeRolePolicy`: replaces the trust policy. */
export const route: Route = on(UpdateAssumeRolePolicyCommand, (input, { cloud }) => {
  const role = requireRole(cloud, input.RoleName);
  cloud.tables.roles.update(role.id, { assumeRolePolicy: validatePolicy(input.PolicyDocument) });
  return {};
});
