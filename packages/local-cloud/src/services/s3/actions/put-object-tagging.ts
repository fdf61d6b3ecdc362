import { PutObjectTaggingCommand } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { requireObject } from '../require-object.ts';
import { readTagSet } from '../tags.ts';

/** `PutObjectTagging`: replaces all tags. */
export const route: Route = on(PutObjectTaggingCommand, (input, { cloud }) => {
  const { id } = requireObject(cloud, input);
  cloud.tables.objects.update(id, { tags: readTagSet(input.Tagging?.TagSet, 'object') });
  return {};
});
