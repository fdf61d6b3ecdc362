import { DeleteObjectTaggingCommand } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { requireObject } from '../require-object.ts';

/** `DeleteObjectTagging`: removes all tags. */
export const route: Route = on(DeleteObjectTaggingCommand, (input, { cloud }) => {
  cloud.tables.objects.update(requireObject(cloud, input).id, { tags: {} });
  return {};
});
