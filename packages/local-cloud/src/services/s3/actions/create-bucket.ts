import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { AwsError } from '../../../wire/aws-error.ts';
import { type Route, on } from '../../../wire/route.ts';
import { readTagSet } from '../tags.ts';
import { validateBucketName } from '../validate-bucket-name.ts';

/** The region that S3 began in: the only one that a bucket is not told, and that forgives creating one twice. */
const FIRST_REGION = 'us-east-1';

/** `CreateBucket`: in the region that the request is signed for. */
export const route: Route = on(CreateBucketCommand, (input, { cloud, region }) => {
  const name = input.Bucket ?? '';
  validateBucketName(name);
  const location = regionOf(input.CreateBucketConfiguration?.LocationConstraint, region);
  const existing = cloud.tables.buckets.get(name);
  if (existing && (existing.region !== FIRST_REGION || location !== FIRST_REGION)) {
    throw new AwsError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
    );
  }
  if (!existing) {
    const tags = readTagSet(input.CreateBucketConfiguration?.Tags, 'bucket');
    cloud.tables.buckets.put({ id: name, region: location, createdAt: cloud.now(), tags });
  }
  return { Location: `/${name}`, BucketArn: `arn:aws:s3:::${name}` };
});

function regionOf(constraint: string | undefined, signedFor: string): string {
  if (constraint === FIRST_REGION) {
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid');
  }
  const wanted = (constraint === 'EU' ? 'eu-west-1' : constraint) || FIRST_REGION;
  if (signedFor !== FIRST_REGION && wanted !== signedFor) {
    throw new AwsError(
      'IllegalLocationConstraintException',
      `The ${constraint || 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  }
  return wanted;
}
