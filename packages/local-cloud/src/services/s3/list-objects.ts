import type { CommonPrefix, _Object } from '@aws-sdk/client-s3';
import type { LocalCloud } from '../../cloud.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { keysOf } from './key-index.ts';
import { listKeys } from './list-keys.ts';
import { ownerOf } from './owner.ts';
import { objectId } from './require-object.ts';

const MOST_KEYS = 1000;
const LARGEST_INTEGER = 2_147_483_647;

/** What ListObjects and ListObjectsV2 ask alike. */
export interface ObjectListing {
  readonly bucket: string;
  readonly prefix: string;
  readonly delimiter: string;
  readonly startAfter: string;
  readonly marker: string;
  readonly limit: number;
  readonly withOwner: boolean;
  readonly encode: Encode;
}

/** A page of objects as both actions render it; `next` is not encoded. */
export interface ObjectPage {
  readonly contents: _Object[];
  readonly commonPrefixes: CommonPrefix[];
  readonly next: string | undefined;
}

/** Lists a page of a bucket's objects. */
export function listObjects(cloud: LocalCloud, listing: ObjectListing): ObjectPage {
  const { bucket, withOwner, encode } = listing;
  const page = listKeys(keysOf(cloud, bucket), listing);
  const contents = page.keys.flatMap((key): _Object[] => {
    const object = cloud.tables.objects.get(objectId(bucket, key));
    if (!object) return [];
    return [
      {
        Key: encode(key),
        LastModified: object.modifiedAt,
        ETag: object.etag,
        Size: object.bytes,
        StorageClass: 'STANDARD',
        ...(object.checksum && {
          ChecksumAlgorithm: [object.checksum.algorithm],
          ChecksumType: object.checksum.type,
        }),
        ...(withOwner && { Owner: ownerOf(cloud) }),
      },
    ];
  });
  return {
    contents,
    commonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
    next: page.next,
  };
}

/** The most keys of a page: what is asked for, never over 1,000. */
export function readMaxKeys(asked: number | undefined, name = 'maxKeys'): number {
  if (asked === undefined) return MOST_KEYS;
  if (Number.isInteger(asked) && asked >= 0 && asked <= LARGEST_INTEGER) return Math.min(asked, MOST_KEYS);
  throw new AwsError(
    'InvalidArgument',
    `Argument ${name} must be an integer between 0 and ${LARGEST_INTEGER}`,
  );
}

/** How keys are written in a listing. */
export type Encode = (text: string) => string;

/** The `encoding-type` of a listing: `url`, because XML cannot hold every key, or none. */
export function encodingOf(type: string | undefined): Encode {
  if (!type) return (text) => text;
  if (type === 'url') return encodeUrl;
  throw new AwsError('InvalidArgument', 'Invalid Encoding Method specified in Request');
}

function encodeUrl(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%2F', '/')
    .replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
