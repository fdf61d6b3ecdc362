import { ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch';
import { on, type Route } from '../../../wire/route.ts';
import { requireTagged } from '../alarm-tags.ts';

/** ListTagsForResource: those of an alarm. */
export const route: Route = on(ListTagsForResourceCommand, (input, { cloud }) => ({
  Tags: Object.entries(requireTagged(cloud, input.ResourceARN).tags).map(([Key, Value]) => ({ Key, Value })),
}));
