import { UntagResourceCommand } from '@aws-sdk/client-cloudwatch';
import { on, type Route } from '../../../wire/route.ts';
import { requireTagged } from '../alarm-tags.ts';

/** UntagResource: a key that the alarm has not is no error. */
export const route: Route = on(UntagResourceCommand, (input, { cloud }) => {
  const alarm = requireTagged(cloud, input.ResourceARN);
  const tags = Object.entries(alarm.tags).filter(([key]) => !input.TagKeys?.includes(key));
  cloud.tables.alarms.update(alarm.id, { tags: Object.fromEntries(tags) });
  return {};
});
