import { TagInstanceProfileCommand } from '@aws-sdk/client-iam';
import { type Route, on } from '../../../wire/route.ts';
import { addTags } from '../iam-tags.ts';
import { requireInstanceProfile } from '../instance-profiles.ts';

/** `TagInstanceProfile`: adds tags, or replaces their values. */
export const route: Route = on(TagInstanceProfileCommand, (input, { cloud }) => {
  const { id, tags } = requireInstanceProfile(cloud, input.InstanceProfileName);
  cloud.tables.instanceProfiles.update(id, { tags: addTags(tags, input.Tags) });
  return {};
});
