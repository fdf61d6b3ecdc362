import { ListRolesCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { iamPage } from '../iam-page.ts';
import { renderListedRole } from '../roles.ts';

/** `ListRoles`: the roles under a path, by name. */
export const route: Route = on(ListRolesCommand, (input, { cloud }) => {
  const found = [...cloud.tables.roles.values()].filter((role) =>
    role.path.startsWith(input.PathPrefix ?? '/'),
  );
  const { page, more } = iamPage(found, (role) => role.id, input);
  return { Roles: page.map(renderListedRole), ...more };
});
