import { type BucketLocationConstraint, GetBucketLocationCommand } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { requireBucket } from '../require-bucket.ts';

/** `GetBucketLocation`: the region; S3 answers nothing for `us-east-1`. */
export const route: Route = on(GetBucketLocationCommand, (input, { cloud }) => {
  const { region } = requireBucket(cloud, input);
  return hasName(region) ? { LocationConstraint: region } : {};
});

function hasName(region: string): region is BucketLocationConstraint {
  return region !== 'us-east-1';
}
