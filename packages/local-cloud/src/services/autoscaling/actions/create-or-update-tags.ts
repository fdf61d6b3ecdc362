import { CreateOrUpdateTagsCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { groupTags } from '../group-tags.ts';
import { mergeTags, readTags } from '../read-tags.ts';

/** CreateOrUpdateTags: on groups; instances that run keep the tags they were launched with. */
export const route: Route = on(CreateOrUpdateTagsCommand, (input, { cloud }) => {
  for (const [group, tags] of groupTags(cloud, input.Tags)) {
    cloud.tables.groups.update(group.id, { tags: mergeTags(group.tags, readTags(tags)) });
  }
  return {};
});
