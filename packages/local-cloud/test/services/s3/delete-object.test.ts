import { DeleteObjectCommand, DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestCloud } from '../../harness.ts';
import { refusal } from '../refusal.ts';
import { BUCKET, put, startS3 } from './s3-cloud.ts';

let world: TestCloud;
beforeEach(async () => {
  world = await startS3();
});
afterEach(() => world.close());

const remove = (Key: string, IfMatch?: string): Promise<unknown> =>
  world.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key, IfMatch }));
const list = async (): Promise<unknown> =>
  (await world.s3.send(new ListObjectsV2Command({ Bucket: BUCKET }))).Contents?.map(({ Key }) => Key) ?? [];

test('deletes, and does not mind a key that is not there', async () => {
  await put(world, 'k');
  await remove('k');
  await remove('k');
  expect(await list()).toEqual([]);
});

test('If-Match deletes only the version it names; * any, but there must be one', async () => {
  const etag = await put(world, 'k');
  await expect(remove('k', '"0"')).rejects.toMatchObject(refusal('PreconditionFailed', 412));
  await remove('k', etag);
  await expect(remove('k', '*')).rejects.toMatchObject(refusal('NoSuchKey', 404));
  await put(world, 'k');
  await remove('k', '*');
  expect(await list()).toEqual([]);
});

test('DeleteObjects reports each key on its own', async () => {
  for (const key of ['a', 'b', 'c']) await put(world, key);
  const answer = await world.s3.send(
    new DeleteObjectsCommand({
      Bucket: BUCKET,
      Delete: { Objects: [{ Key: 'a' }, { Key: 'b', ETag: '"0"' }, { Key: 'not there' }] },
    }),
  );
  expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(['a', 'not there']);
  expect(answer.Errors).toMatchObject([{ Key: 'b', Code: 'PreconditionFailed' }]);
  expect(await list()).toEqual(['b', 'c']);
});

test('DeleteObjects is silent about what it deleted when asked to be quiet', async () => {
  await put(world, 'a');
  const answer = await world.s3.send(
    new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Quiet: true, Objects: [{ Key: 'a' }] } }),
  );
  expect(answer.Deleted ?? []).toEqual([]);
  expect(await list()).toEqual([]);
});
