import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { requireBucket } from '../require-bucket.ts';

/** `HeadBucket`: whether the bucket is there, and in which region. */
export const route: Route = on(HeadBucketCommand, (input, { cloud }) => {
  const bucket = requireBucket(cloud, input);
  return { BucketRegion: bucket.region, BucketArn: `arn:aws:s3:::${bucket.id}`, AccessPointAlias: false };
});
