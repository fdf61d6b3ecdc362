import { DeleteBucketTaggingCommand } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { requireBucket } from '../require-bucket.ts';

/** `DeleteBucketTagging`: removes all tags. */
export const route: Route = on(DeleteBucketTaggingCommand, (input, { cloud }) => {
  cloud.tables.buckets.update(requireBucket(cloud, input).id, { tags: {} });
  return {};
});
