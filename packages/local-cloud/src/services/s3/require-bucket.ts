import type { LocalCloud } from '../../cloud.ts';
import type { BucketRecord } from '../../store/records/s3.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** How requests name a bucket. */
export interface BucketReference {
  readonly Bucket: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** The bucket that a request names, or S3's own word that there is none or that another account owns it. */
export function requireBucket(cloud: LocalCloud, reference: BucketReference): BucketRecord {
  const bucket = cloud.tables.buckets.get(reference.Bucket ?? '');
  if (!bucket) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  if (reference.ExpectedBucketOwner && reference.ExpectedBucketOwner !== cloud.accountId) {
    throw new AwsError('AccessDenied', 'Access Denied', 403);
  }
  return bucket;
}
