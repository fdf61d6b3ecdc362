import { GetBucketVersioningCommand } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { requireBucket } from '../require-bucket.ts';

/** `GetBucketVersioning`: never `Enabled`, because versions are not kept. */
export const route: Route = on(GetBucketVersioningCommand, (input, { cloud }) => {
  const { versioning } = requireBucket(cloud, input);
  return versioning ? { Status: versioning } : {};
});
