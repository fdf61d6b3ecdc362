import type { LocalCloud } from '../../cloud.ts';
import type { ObjectRecord } from '../../store/records/s3.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { type BucketReference, requireBucket } from './require-bucket.ts';

/** How the objects table names an object. */
export function objectId(bucket: string, key: string): string {
  return `${bucket}/${key}`;
}

/** The object under a key of an existing bucket; versions are not kept, so asking for one other than `null` fails. */
export function requireObject(
  cloud: LocalCloud,
  input: BucketReference & { readonly Key: string | undefined; readonly VersionId?: string | undefined },
): ObjectRecord {
  const bucket = requireBucket(cloud, input);
  refuseVersion(input.VersionId);
  const object = cloud.tables.objects.get(objectId(bucket.id, input.Key ?? ''));
  if (!object) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  return object;
}

/** Objects have no versions here but the one that S3 calls `null`. */
export function refuseVersion(versionId: string | undefined): void {
  if (versionId === undefined || versionId === 'null' || versionId === '') return;
  throw new AwsError('NoSuchVersion', 'The specified version does not exist.', 404);
}
