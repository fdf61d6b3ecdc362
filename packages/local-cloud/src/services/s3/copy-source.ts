import type { LocalCloud } from '../../cloud.ts';
import type { ObjectRecord } from '../../store/records/s3.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { openBody } from './bodies.ts';
import type { ByteRange } from './byte-range.ts';
import { checkRead } from './read-conditions.ts';
import { requireObject } from './require-object.ts';
import { preconditionFailed } from './write-conditions.ts';

/** How CopyObject and UploadPartCopy name what they copy. */
export interface CopySource {
  readonly CopySource?: string | undefined;
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: Date | undefined;
  readonly CopySourceIfUnmodifiedSince?: Date | undefined;
  readonly ExpectedSourceBucketOwner?: string | undefined;
}

/** The object to copy from, its conditions held. A copy has no 304: what a read calls not modified is 412 here. */
export function requireSource(cloud: LocalCloud, input: CopySource): ObjectRecord {
  const [path = '', search] = (input.CopySource ?? '').split('?', 2);
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decode(path)) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new AwsError(
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    );
  }
  const object = requireObject(cloud, {
    Bucket: bucket,
    Key: key,
    VersionId: new URLSearchParams(search).get('versionId') ?? undefined,
    ExpectedBucketOwner: input.ExpectedSourceBucketOwner,
  });
  try {
    checkRead(object, {
      ifMatch: input.CopySourceIfMatch,
      ifNoneMatch: input.CopySourceIfNoneMatch,
      ifModifiedSince: input.CopySourceIfModifiedSince,
      ifUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
    });
  } catch (error) {
    if (error instanceof AwsError && error.status === 304) throw preconditionFailed();
    throw error;
  }
  return object;
}

/** Reads the body of an object, or of a part, piece by piece. */
export async function* readBody(
  cloud: LocalCloud,
  file: string,
  range?: ByteRange,
): AsyncGenerator<Uint8Array> {
  const handle = await openBody(cloud, file);
  yield* handle.createReadStream(
    range ? { start: range.first, end: range.last } : {},
  ) as AsyncIterable<Uint8Array>;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new AwsError('InvalidArgument', 'The copy source is not URL-encoded UTF-8');
  }
}
