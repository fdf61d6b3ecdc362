import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { validatePolicy } from '../policy-document.ts';
import { requireRole } from '../roles.ts';
import { validateName } from '../validate-name.ts';

/** `PutRolePolicy`: adds or replaces an inline policy, which is kept and not enforced. */
export const route: Route = on(PutRolePolicyCommand, (input, { cloud }) => {
  const role = requireRole(cloud, input.RoleName);
  const name = validateName(input.PolicyName, 'policyName', 128);
  cloud.tables.roles.update(role.id, {
    policies: { ...role.policies, [name]: validatePolicy(input.PolicyDocument) },
  });
  return {};
});
