import { DeleteTagsCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { groupTags } from '../group-tags.ts';

/** DeleteTags: by key, and by value too when the request gives one. */
export const route: Route = on(DeleteTagsCommand, (input, { cloud }) => {
  for (const [group, tags] of groupTags(cloud, input.Tags)) {
    cloud.tables.groups.update(group.id, {
      tags: group.tags.filter(
        ({ key, value }) => !tags.some((tag) => tag.Key === key && (tag.Value ?? value) === value),
      ),
    });
  }
  return {};
});
