import { ListTagsForResourcesCommand } from '@aws-sdk/client-route-53';
import { on, type Route } from '../../../wire/route.ts';
import { requireTaggedZone } from '../tagged-zone.ts';

/** `ListTagsForResources`: of several hosted zones. */
export const route: Route = on(ListTagsForResourcesCommand, (input, { cloud }) => {
  const { ResourceType, ResourceIds = [] } = input;
  return {
    ResourceTagSets: ResourceIds.map((ResourceId) => {
      const { id, tags } = requireTaggedZone(cloud, { ResourceType, ResourceId });
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      return { ResourceType, ResourceId: id, Tags };
    }),
  };
});
