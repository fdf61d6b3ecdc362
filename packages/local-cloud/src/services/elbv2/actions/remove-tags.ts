import { RemoveTagsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on, type Route } from '../../../wire/route.ts';
import { requireTagged } from '../tagged-resource.ts';

/** RemoveTags. */
export const route: Route = on(RemoveTagsCommand, (input, { cloud }) => {
  const keys = input.TagKeys ?? [];
  const resources = (input.ResourceArns ?? []).map((arn) => requireTagged(cloud, arn));
  for (const resource of resources) {
    resource.setTags(
      Object.fromEntries(Object.entries(resource.tags).filter(([key]) => !keys.includes(key))),
    );
  }
  return {};
});
