import { TagResourceCommand } from '@aws-sdk/client-cloudwatch';
import { on, type Route } from '../../../wire/route.ts';
import { readTags, requireTagged } from '../alarm-tags.ts';

/** TagResource: adds tags to an alarm, or gives those there are a new value. */
export const route: Route = on(TagResourceCommand, (input, { cloud }) => {
  const alarm = requireTagged(cloud, input.ResourceARN);
  cloud.tables.alarms.update(alarm.id, { tags: { ...alarm.tags, ...readTags(input.Tags) } });
  return {};
});
