import { ListRoleTagsCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { iamPage } from '../iam-page.ts';
import { renderTags } from '../iam-tags.ts';
import { requireRole } from '../roles.ts';

/** `ListRoleTags`: the tags, by key. */
export const route: Route = on(ListRoleTagsCommand, (input, { cloud }) => {
  const tags = renderTags(requireRole(cloud, input.RoleName).tags);
  const { page, more } = iamPage(tags, (tag) => tag.Key, input);
  return { Tags: page, ...more };
});
