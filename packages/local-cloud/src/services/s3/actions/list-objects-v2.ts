import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { readToken, writeToken } from '../continuation-token.ts';
import { encodingOf, listObjects, readMaxKeys } from '../list-objects.ts';
import { requireBucket } from '../require-bucket.ts';

/** `ListObjectsV2`: keys in UTF-8 order, rolled up at the delimiter, in pages of up to 1,000. */
export const route: Route = on(ListObjectsV2Command, (input, { cloud }) => {
  const bucket = requireBucket(cloud, input).id;
  const { Prefix: prefix = '', Delimiter: delimiter = '', StartAfter: startAfter = '' } = input;
  const limit = readMaxKeys(input.MaxKeys);
  const encode = encodingOf(input.EncodingType);
  const marker = readToken(input.ContinuationToken);
  const { contents, commonPrefixes, next } = listObjects(cloud, {
    bucket,
    prefix,
    delimiter,
    startAfter: marker === '' ? startAfter : '',
    marker,
    limit,
    withOwner: input.FetchOwner === true,
    encode,
  });
  return {
    Name: bucket,
    Prefix: encode(prefix),
    MaxKeys: limit,
    KeyCount: contents.length + commonPrefixes.length,
    IsTruncated: next !== undefined,
    ...(contents.length > 0 && { Contents: contents }),
    ...(commonPrefixes.length > 0 && { CommonPrefixes: commonPrefixes }),
    ...(delimiter && { Delimiter: encode(delimiter) }),
    ...(startAfter && { StartAfter: encode(startAfter) }),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    ...(input.ContinuationToken && { ContinuationToken: input.ContinuationToken }),
    ...(next !== undefined && { NextContinuationToken: writeToken(next) }),
  };
});
