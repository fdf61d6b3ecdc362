import { ChangeTagsForResourceCommand } from '@aws-sdk/client-route-53';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { requireTaggedZone } from '../tagged-zone.ts';

/** What AWS lets a hosted zone have. */
const MOST_TAGS = 50;

/** `ChangeTagsForResource`: adds or overwrites tags, and removes others. */
export const route: Route = on(ChangeTagsForResourceCommand, (input, { cloud }) => {
  const zone = requireTaggedZone(cloud, input);
  const { AddTags: added = [], RemoveTagKeys: removed = [] } = input;
  if (added.length + removed.length === 0) {
    throw new AwsError('InvalidInput', 'Give AddTags or RemoveTagKeys: the request changes no tag.');
  }
  const kept = Object.entries(zone.tags).filter(([key]) => !removed.includes(key));
  const tags = Object.fromEntries([
    ...kept,
    ...added.map(({ Key = '', Value = '' }): [string, string] => {
      if (Key === '' || Key.length > 128 || Key.startsWith('aws:')) {
        throw new AwsError('InvalidInput', `The tag key '${Key}' is not valid.`);
      }
      return [Key, Value];
    }),
  ]);
  if (Object.keys(tags).length > MOST_TAGS) {
    throw new AwsError('InvalidInput', `A hosted zone has at most ${MOST_TAGS} tags.`);
  }
  cloud.tables.hostedZones.update(zone.id, { tags });
  return {};
});
