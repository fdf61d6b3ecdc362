import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import { AwsError } from '../../../wire/aws-error.ts';
import { type Route, on } from '../../../wire/route.ts';
import { keysOf } from '../key-index.ts';
import { abortUpload } from '../multipart-upload.ts';
import { requireBucket } from '../require-bucket.ts';

/** `DeleteBucket`: only an empty one; uploads that were not completed go with it. */
export const route: Route = on(DeleteBucketCommand, (input, { cloud }) => {
  const bucket = requireBucket(cloud, input);
  if (keysOf(cloud, bucket.id).length > 0) {
    throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
  }
  for (const upload of cloud.tables.uploads.values()) {
    if (upload.bucket === bucket.id) abortUpload(cloud, upload);
  }
  cloud.tables.buckets.delete(bucket.id);
  return {};
});
