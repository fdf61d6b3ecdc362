import { ListObjectsCommand } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { encodingOf, listObjects, readMaxKeys } from '../list-objects.ts';
import { requireBucket } from '../require-bucket.ts';

/** `ListObjects`, the older form: pages by marker; `NextMarker` only when there is a delimiter. */
export const route: Route = on(ListObjectsCommand, (input, { cloud }) => {
  const bucket = requireBucket(cloud, input).id;
  const { Prefix: prefix = '', Delimiter: delimiter = '', Marker: marker = '' } = input;
  const limit = readMaxKeys(input.MaxKeys);
  const encode = encodingOf(input.EncodingType);
  const { contents, commonPrefixes, next } = listObjects(cloud, {
    bucket,
    prefix,
    delimiter,
    startAfter: '',
    marker,
    limit,
    withOwner: true,
    encode,
  });
  return {
    Name: bucket,
    Prefix: encode(prefix),
    Marker: encode(marker),
    MaxKeys: limit,
    IsTruncated: next !== undefined,
    ...(contents.length > 0 && { Contents: contents }),
    ...(commonPrefixes.length > 0 && { CommonPrefixes: commonPrefixes }),
    ...(delimiter && { Delimiter: encode(delimiter) }),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    ...(next !== undefined && delimiter && { NextMarker: encode(next) }),
  };
});
