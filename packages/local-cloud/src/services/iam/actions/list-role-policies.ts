import { ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { iamPage } from '../iam-page.ts';
import { requireRole } from '../roles.ts';

/** `ListRolePolicies`: the names of a role's inline policies. */
export const route: Route = on(ListRolePoliciesCommand, (input, { cloud }) => {
  const role = requireRole(cloud, input.RoleName);
  const { page, more } = iamPage(Object.keys(role.policies), (name) => name, input);
  return { PolicyNames: page, ...more };
});
