import { DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { requireRolePolicy } from '../role-policies.ts';
import { requireRole } from '../roles.ts';

/** `DeleteRolePolicy`: removes an inline policy. */
export const route: Route = on(DeleteRolePolicyCommand, (input, { cloud }) => {
  const role = requireRole(cloud, input.RoleName);
  const { name } = requireRolePolicy(role, input.PolicyName);
  const { [name]: _gone, ...policies } = role.policies;
  cloud.tables.roles.update(role.id, { policies });
  return {};
});
