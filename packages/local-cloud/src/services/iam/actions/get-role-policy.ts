import { GetRolePolicyCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { renderPolicy } from '../policy-document.ts';
import { requireRolePolicy } from '../role-policies.ts';
import { requireRole } from '../roles.ts';

/** `GetRolePolicy`: an inline policy, URL-encoded as IAM sends it. */
export const route: Route = on(GetRolePolicyCommand, (input, { cloud }) => {
  const role = requireRole(cloud, input.RoleName);
  const { name, document } = requireRolePolicy(role, input.PolicyName);
  return { RoleName: role.id, PolicyName: name, PolicyDocument: renderPolicy(document) };
});
