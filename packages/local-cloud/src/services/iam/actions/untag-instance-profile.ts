import { UntagInstanceProfileCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { removeTags } from '../iam-tags.ts';
import { requireInstanceProfile } from '../instance-profiles.ts';

/** `UntagInstanceProfile`: takes tags away. */
export const route: Route = on(UntagInstanceProfileCommand, (input, { cloud }) => {
  const { id, tags } = requireInstanceProfile(cloud, input.InstanceProfileName);
  cloud.tables.instanceProfiles.update(id, { tags: removeTags(tags, input.TagKeys) });
  return {};
});
