import { UntagRoleCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { removeTags } from '../iam-tags.ts';
import { requireRole } from '../roles.ts';

/** `UntagRole`: takes tags away. */
export const route: Route = on(UntagRoleCommand, (input, { cloud }) => {
  const { id, tags } = requireRole(cloud, input.RoleName);
  cloud.tables.roles.update(id, { tags: removeTags(tags, input.TagKeys) });
  return {};
});
