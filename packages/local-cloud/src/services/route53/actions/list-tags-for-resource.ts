import { ListTagsForResourceCommand } from '@aws-sdk/client-route-53';
import { on, type Route } from '../../../wire/route.ts';
import { requireTaggedZone } from '../tagged-zone.ts';

/** `ListTagsForResource`: of one hosted zone. */
export const route: Route = on(ListTagsForResourceCommand, (input, { cloud }) => {
  const { id, tags } = requireTaggedZone(cloud, input);
  return {
    ResourceTagSet: {
      ResourceType: input.ResourceType,
      ResourceId: id,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    },
  };
});
