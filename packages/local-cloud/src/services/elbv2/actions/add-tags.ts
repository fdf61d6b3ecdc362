import { AddTagsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on, type Route } from '../../../wire/route.ts';
import { checkTagCount, readTags } from '../read-tags.ts';
import { requireTagged } from '../tagged-resource.ts';

/** AddTags: all resources get them or none does. */
export const route: Route = on(AddTagsCommand, (input, { cloud }) => {
  const added = readTags(input.Tags);
  const resources = (input.ResourceArns ?? []).map((arn) => requireTagged(cloud, arn));
  const changes = resources.map((resource) => ({
    resource,
    tags: checkTagCount({ ...resource.tags, ...added }),
  }));
  for (const { resource, tags } of changes) resource.setTags(tags);
  return {};
});
