import { GetBucketTaggingCommand } from '@aws-sdk/client-s3';
import { AwsError } from '../../../wire/aws-error.ts';
import { type Route, on } from '../../../wire/route.ts';
import { requireBucket } from '../require-bucket.ts';
import { renderTagSet } from '../tags.ts';

/** `GetBucketTagging`: a bucket without tags has no set at all, which is an error. */
export const route: Route = on(GetBucketTaggingCommand, (input, { cloud }) => {
  const { tags } = requireBucket(cloud, input);
  if (Object.keys(tags).length === 0) throw new AwsError('NoSuchTagSet', 'The TagSet does not exist', 404);
  return { TagSet: renderTagSet(tags) };
});
