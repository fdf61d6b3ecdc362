import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { AwsError } from '../../../wire/aws-error.ts';
import { type Route, on } from '../../../wire/route.ts';
import { requireBucket } from '../require-bucket.ts';

/** `PutBucketVersioning`: takes `Suspended`; refuses `Enabled` rather than losing versions that someone counts on. */
export const route: Route = on(PutBucketVersioningCommand, (input, { cloud }) => {
  const bucket = requireBucket(cloud, input);
  const status = input.VersioningConfiguration?.Status;
  if (status === 'Enabled') {
    throw new AwsError(
      'NotImplemented',
      'The local cloud keeps no object versions: leave versioning off.',
      501,
    );
  }
  if (status !== 'Suspended') {
    throw new AwsError('IllegalVersioningConfigurationException', 'The Versioning element must be specified');
  }
  cloud.tables.buckets.update(bucket.id, { versioning: status });
  return {};
});
