import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { type Route, on } from '../../../wire/route.ts';
import { compareKeys } from '../compare-keys.ts';
import { readMaxKeys } from '../list-objects.ts';
import { ownerOf } from '../owner.ts';
import { readToken, writeToken } from '../continuation-token.ts';

/** `ListBuckets`: by name, all at once unless `MaxBuckets` asks for pages. */
export const route: Route = on(ListBucketsCommand, (input, { cloud }) => {
  const after = readToken(input.ContinuationToken);
  const found = [...cloud.tables.buckets.values()]
    .filter((bucket) => bucket.id.startsWith(input.Prefix ?? '') && bucket.id > after)
    .filter((bucket) => !input.BucketRegion || bucket.region === input.BucketRegion)
    .sort((a, b) => compareKeys(a.id, b.id));
  const page =
    input.MaxBuckets === undefined ? found : found.slice(0, readMaxKeys(input.MaxBuckets, 'max-buckets'));
  const last = page.at(-1);
  return {
    Buckets: page.map((bucket) => ({
      Name: bucket.id,
      CreationDate: bucket.createdAt,
      BucketRegion: bucket.region,
    })),
    Owner: ownerOf(cloud),
    ...(input.Prefix && { Prefix: input.Prefix }),
    ...(last && page.length < found.length && { ContinuationToken: writeToken(last.id) }),
  };
});
