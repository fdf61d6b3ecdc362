import { GetObjectCommand, type GetObjectCommandInput, HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestCloud } from '../../harness.ts';
import { refusal } from '../refusal.ts';
import { BUCKET, put, startS3 } from './s3-cloud.ts';

let world: TestCloud;
let etag: string;
beforeAll(async () => {
  world = await startS3();
  etag = await put(world, 'k', '0123456789');
  await put(world, 'empty', '');
});
afterAll(() => world.close());

type Wish = Partial<GetObjectCommandInput>;
const get = (wish: Wish) => world.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'k', ...wish }));
const head = (wish: Wish) => world.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'k', ...wish }));

test.each([
  ['bytes=2-4', '234', 'bytes 2-4/10'],
  ['bytes=7-', '789', 'bytes 7-9/10'],
  ['bytes=-3', '789', 'bytes 7-9/10'],
  ['bytes=-30', '0123456789', 'bytes 0-9/10'],
  ['bytes=8-99', '89', 'bytes 8-9/10'],
])('answers the range %s with 206', async (Range, body, ContentRange) => {
  const got = await get({ Range });
  expect(await got.Body?.transformToString()).toBe(body);
  expect(got).toMatchObject({ ContentRange, ContentLength: body.length, $metadata: { httpStatusCode: 206 } });
  expect(await head({ Range })).toMatchObject({ ContentLength: body.length });
});

test.each(['bytes=10-', 'bytes=-0'])('refuses the range %s with 416', async (Range) => {
  await expect(get({ Range })).rejects.toMatchObject(refusal('InvalidRange', 416));
});

test.each(['lines=1-2', 'bytes=4-2', 'bytes=0-1,3-4'])('takes no notice of the range %s', async (Range) => {
  expect(await (await get({ Range })).Body?.transformToString()).toBe('0123456789');
});

const past = new Date('2026-11-20T10:00:00Z');
const future = new Date('2026-11-22T10:00:00Z');

test.each<[string, () => Wish, number]>([
  ['If-Match of another', () => ({ IfMatch: '"0"' }), 412],
  ['If-None-Match of this', () => ({ IfNoneMatch: etag }), 304],
  ['If-Modified-Since later', () => ({ IfModifiedSince: future }), 304],
  ['If-Unmodified-Since earlier', () => ({ IfUnmodifiedSince: past }), 412],
])('%s answers %3$i', async (_title, wish, status) => {
  await expect(get(wish())).rejects.toMatchObject({ $metadata: { httpStatusCode: status } });
  await expect(head(wish())).rejects.toMatchObject({ $metadata: { httpStatusCode: status } });
});

test.each<[string, () => Wish]>([
  ['If-Match of this', () => ({ IfMatch: etag })],
  ['If-Match outranks If-Unmodified-Since', () => ({ IfMatch: etag, IfUnmodifiedSince: past })],
  ['If-None-Match outranks If-Modified-Since', () => ({ IfNoneMatch: '"0"', IfModifiedSince: future })],
  ['If-Modified-Since earlier', () => ({ IfModifiedSince: past })],
])('%s answers the object', async (_title, wish) => {
  expect(await (await get(wish())).Body?.transformToString()).toBe('0123456789');
});

test('response parameters override what is kept', async () => {
  const got = await get({ ResponseContentType: 'text/css', ResponseContentDisposition: 'attachment' });
  expect(got).toMatchObject({ ContentType: 'text/css', ContentDisposition: 'attachment' });
  await got.Body?.transformToString();
});

test('a missing key is NoSuchKey, and a bare 404 for HEAD', async () => {
  await expect(get({ Key: 'nope' })).rejects.toMatchObject(refusal('NoSuchKey', 404));
  await expect(head({ Key: 'nope' })).rejects.toMatchObject(refusal('NotFound', 404));
});

test('an object in one piece is its own part 1', async () => {
  const got = await get({ PartNumber: 1 });
  expect(await got.Body?.transformToString()).toBe('0123456789');
  await expect(get({ PartNumber: 2 })).rejects.toMatchObject({ $metadata: { httpStatusCode: 416 } });
});

test('a body that is being read survives its deletion', async () => {
  await put(world, 'large', 'x'.repeat(3_000_000));
  const got = await get({ Key: 'large' });
  await put(world, 'large', 'small');
  expect(await got.Body?.transformToString()).toHaveLength(3_000_000);
});
