import { ListInstanceProfileTagsCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { iamPage } from '../iam-page.ts';
import { renderTags } from '../iam-tags.ts';
import { requireInstanceProfile } from '../instance-profiles.ts';

/** `ListInstanceProfileTags`: the tags, by key. */
export const route: Route = on(ListInstanceProfileTagsCommand, (input, { cloud }) => {
  const tags = renderTags(requireInstanceProfile(cloud, input.InstanceProfileName).tags);
  const { page, more } = iamPage(tags, (tag) => tag.Key, input);
  return { Tags: page, ...more };
});
