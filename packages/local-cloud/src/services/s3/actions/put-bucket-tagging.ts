import { PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { requireBucket } from '../require-bucket.ts';
import { readTagSet } from '../tags.ts';

/** `PutBucketTagging`: replaces all tags. */
export const route: Route = on(PutBucketTaggingCommand, (input, { cloud }) => {
  const { id } = requireBucket(cloud, input);
  cloud.tables.buckets.update(id, { tags: readTagSet(input.Tagging?.TagSet, 'bucket') });
  return {};
});
