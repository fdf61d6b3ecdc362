import type { Tag } from '@aws-sdk/client-s3';
import type { Tags } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** How many tags S3 allows: 10 on an object, 50 on a bucket. */
const MOST_TAGS: { readonly object: number; readonly bucket: number } = { object: 10, bucket: 50 };

const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Checks a tag set as S3 does. */
export function readTagSet(tagSet: readonly Tag[] | undefined, of: 'object' | 'bucket'): Tags {
  const tags = new Map<string, string>();
  for (const { Key: key = '', Value: value = '' } of tagSet ?? []) {
    if (key === '' || key.length > 128 || !ALLOWED.test(key))
      throw invalidTag('The TagKey you have provided is invalid');
    if (value.length > 256 || !ALLOWED.test(value))
      throw invalidTag('The TagValue you have provided is invalid');
    if (key.startsWith('aws:')) throw invalidTag('System tags cannot be added/updated by requester');
    if (tags.has(key)) throw invalidTag('Cannot provide multiple Tags with the same key');
    tags.set(key, value);
  }
  if (tags.size > MOST_TAGS[of]) {
    throw new AwsError(
      'BadRequest',
      `${of === 'object' ? 'Object' : 'Bucket'} tags cannot be greater than ${MOST_TAGS[of]}`,
    );
  }
  return Object.fromEntries(tags);
}

/** Reads the `x-amz-tagging` header: tags as a URL query. */
export function parseTagging(header: string | undefined): Tags {
  const pairs = [...new URLSearchParams(header ?? '')];
  return readTagSet(
    pairs.map(([Key, Value]) => ({ Key, Value })),
    'object',
  );
}

/** Tags as S3 lists them. */
export function renderTagSet(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function invalidTag(message: string): AwsError {
  return new AwsError('InvalidTag', message);
}
