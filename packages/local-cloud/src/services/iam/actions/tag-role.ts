import { TagRoleCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { addTags } from '../iam-tags.ts';
import { requireRole } from '../roles.ts';

/** `TagRole`: adds tags, or replaces their values. */
export const route: Route = on(TagRoleCommand, (input, { cloud }) => {
  const { id, tags } = requireRole(cloud, input.RoleName);
  cloud.tables.roles.update(id, { tags: addTags(tags, input.Tags) });
  return {};
});
