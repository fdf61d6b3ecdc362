import { GetRoleCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { renderRole, requireRole } from '../roles.ts';

/** `GetRole`: a role with its trust policy and tags. */
export const route: Route = on(GetRoleCommand, (input, { cloud }) => {
  return { Role: renderRole(requireRole(cloud, input.RoleName)) };
});
