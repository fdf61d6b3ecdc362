import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import type { UploadRecord } from '../../../store/records/s3.ts';
import { type Route, on } from '../../../wire/route.ts';
import { compareKeys } from '../compare-keys.ts';
import { listKeys } from '../list-keys.ts';
import { encodingOf, readMaxKeys } from '../list-objects.ts';
import { ownerOf } from '../owner.ts';
import { requireBucket } from '../require-bucket.ts';

/** `ListMultipartUploads`: uploads that are not completed, by key and start. A page never cuts a key's uploads in two. */
export const route: Route = on(ListMultipartUploadsCommand, (input, { cloud }) => {
  const bucket = requireBucket(cloud, input).id;
  const { Prefix: prefix = '', Delimiter: delimiter = '', KeyMarker: marker = '' } = input;
  const limit = readMaxKeys(input.MaxUploads, 'max-uploads');
  const encode = encodingOf(input.EncodingType);
  const byKey = new Map<string, UploadRecord[]>();
  for (const upload of cloud.tables.uploads.values()) {
    if (upload.bucket === bucket) byKey.set(upload.key, [...(byKey.get(upload.key) ?? []), upload]);
  }
  const keys = [...byKey.keys()].sort(compareKeys);
  const page = listKeys(keys, { prefix, delimiter, startAfter: '', marker, limit });
  const uploads = page.keys.flatMap((key) => byKey.get(key) ?? []);
  return {
    Bucket: bucket,
    KeyMarker: encode(marker),
    UploadIdMarker: input.UploadIdMarker ?? '',
    MaxUploads: limit,
    IsTruncated: page.next !== undefined,
    ...(prefix && { Prefix: encode(prefix) }),
    ...(delimiter && { Delimiter: encode(delimiter) }),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    ...(page.next !== undefined && {
      NextKeyMarker: encode(page.next),
      NextUploadIdMarker: uploads.at(-1)?.id ?? '',
    }),
    ...(page.commonPrefixes.length > 0 && {
      CommonPrefixes: page.commonPrefixes.map((text) => ({ Prefix: encode(text) })),
    }),
    ...(uploads.length > 0 && {
      Uploads: uploads.map((upload) => ({
        Key: encode(upload.key),
        UploadId: upload.id,
        Initiated: upload.startedAt,
        StorageClass: 'STANDARD' as const,
        Owner: ownerOf(cloud),
        Initiator: ownerOf(cloud),
        ...(upload.checksumAlgorithm && { ChecksumAlgorithm: upload.checksumAlgorithm }),
        ...(upload.checksumType && { ChecksumType: upload.checksumType }),
      })),
    }),
  };
});
