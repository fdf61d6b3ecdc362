import {
  ListObjectsCommand,
  type ListObjectsCommandOutput,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  type ListObjectsV2CommandOutput,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestCloud } from '../../harness.ts';
import { refusal } from '../refusal.ts';
import { BUCKET, put, startS3 } from './s3-cloud.ts';

// In S3's order, which is not JavaScript's: U+FF5E comes before the butterfly.
const KEYS = ['a', 'a b/c&<d', 'a/', 'a/1', 'a/2', 'b/1/x', 'b/2', 'c', '\u{ff5e}', '\u{1f98b}'];

let world: TestCloud;
beforeAll(async () => {
  world = await startS3();
  for (const key of KEYS.toReversed()) await put(world, key);
});
afterAll(() => world.close());

const list = (wish: Partial<ListObjectsV2CommandInput>): Promise<ListObjectsV2CommandOutput> =>
  world.s3.send(new ListObjectsV2Command({ Bucket: BUCKET, ...wish }));
const keys = ({ Contents }: { Contents?: { Key?: string | undefined }[] | undefined }): unknown =>
  Contents?.map(({ Key }) => Key) ?? [];

test('lists keys in the order of their UTF-8 bytes', async () => {
  const answer = await list({});
  expect(keys(answer)).toEqual(KEYS);
  expect(answer).toMatchObject({
    KeyCount: KEYS.length,
    MaxKeys: 1000,
    IsTruncated: false,
    Name: BUCKET,
    Prefix: '',
  });
  expect(answer.Contents?.[0]).toMatchObject({
    Size: 1,
    StorageClass: 'STANDARD',
    ETag: '"0cc175b9c0f1b6a831c399e269772661"',
  });
});

test('rolls keys up at the delimiter', async () => {
  const answer = await list({ Delimiter: '/' });
  expect(keys(answer)).toEqual(['a', 'c', '\u{ff5e}', '\u{1f98b}']);
  expect(answer.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['a b/', 'a/', 'b/']);
  expect(answer.KeyCount).toBe(7);
});

test('lists what is under a prefix, the prefix itself included', async () => {
  expect(keys(await list({ Prefix: 'a/', Delimiter: '/' }))).toEqual(['a/', 'a/1', 'a/2']);
});

test('StartAfter inside a common prefix still shows the prefix for what follows', async () => {
  const answer = await list({ StartAfter: 'a/1', Delimiter: '/' });
  expect(answer.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['a/', 'b/']);
});

test.each([1, 3, 4])('pages of %i hold every key and common prefix once', async (MaxKeys) => {
  const found: unknown[] = [];
  const pages = paginateListObjectsV2({ client: world.s3 }, { Bucket: BUCKET, Delimiter: '/', MaxKeys });
  for await (const page of pages) {
    found.push(
      ...(page.Contents ?? []).map(({ Key }) => Key),
      ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
    );
  }
  expect(new Set(found)).toEqual(new Set(['a', 'a b/', 'a/', 'b/', 'c', '\u{ff5e}', '\u{1f98b}']));
  expect(found).toHaveLength(7);
});

test('MaxKeys 0 asks for nothing and is not truncated; more than 1,000 is 1,000', async () => {
  expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
  expect(await list({ MaxKeys: 5000 })).toMatchObject({ MaxKeys: 1000 });
  await expect(list({ MaxKeys: -1 })).rejects.toMatchObject(refusal('InvalidArgument', 400));
});

test('encodes keys as asked', async () => {
  const answer = await list({ Prefix: 'a b', EncodingType: 'url' });
  expect(keys(answer)).toEqual(['a%20b/c%26%3Cd']);
  expect(answer).toMatchObject({ EncodingType: 'url', Prefix: 'a%20b' });
  const strange: object = { EncodingType: 'rot13' };
  await expect(list(strange)).rejects.toMatchObject(refusal('InvalidArgument', 400));
});

test('refuses a token that is not one', async () => {
  await expect(list({ ContinuationToken: 'nonsense' })).rejects.toMatchObject(
    refusal('InvalidArgument', 400),
  );
});

test('FetchOwner adds the owner', async () => {
  expect((await list({})).Contents?.[0]).not.toHaveProperty('Owner');
  expect((await list({ FetchOwner: true })).Contents?.[0]?.Owner?.ID).toMatch(/^[0-9a-f]{64}$/);
});

test('ListObjects pages by marker, with NextMarker where there is a delimiter', async () => {
  const found: unknown[] = [];
  for (let Marker: string | undefined = ''; Marker !== undefined;) {
    const page: ListObjectsCommandOutput = await world.s3.send(
      new ListObjectsCommand({ Bucket: BUCKET, Delimiter: '/', MaxKeys: 2, Marker }),
    );
    found.push(
      ...(page.Contents ?? []).map(({ Key }) => Key),
      ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
    );
    Marker = page.NextMarker;
  }
  expect(found).toHaveLength(7);
  const plain = await world.s3.send(new ListObjectsCommand({ Bucket: BUCKET, MaxKeys: 2 }));
  expect(plain).toMatchObject({ IsTruncated: true });
  expect(plain).not.toHaveProperty('NextMarker');
});
