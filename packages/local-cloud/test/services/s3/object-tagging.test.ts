import {
  DeleteObjectTaggingCommand,
  GetObjectTaggingCommand,
  PutObjectTaggingCommand,
  type Tag,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestCloud } from '../../harness.ts';
import { refusal } from '../refusal.ts';
import { BUCKET, put, startS3 } from './s3-cloud.ts';

let world: TestCloud;
beforeEach(async () => {
  world = await startS3();
  await put(world, 'k', 'body', { Tagging: 'color=brown%20ish' });
});
afterEach(() => world.close());

const get = async (): Promise<unknown> =>
  (await world.s3.send(new GetObjectTaggingCommand({ Bucket: BUCKET, Key: 'k' }))).TagSet;
const tag = (TagSet: Tag[]): Promise<unknown> =>
  world.s3.send(new PutObjectTaggingCommand({ Bucket: BUCKET, Key: 'k', Tagging: { TagSet } }));

test('tags come with the object, are replaced as a whole, and go', async () => {
  expect(await get()).toEqual([{ Key: 'color', Value: 'brown ish' }]);
  await tag([{ Key: 'size', Value: '' }]);
  expect(await get()).toEqual([{ Key: 'size', Value: '' }]);
  await world.s3.send(new DeleteObjectTaggingCommand({ Bucket: BUCKET, Key: 'k' }));
  expect(await get()).toEqual([]);
});

test('refuses tags that S3 refuses', async () => {
  const many = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
  await expect(tag(many)).rejects.toMatchObject(refusal('BadRequest', 400));
  await expect(
    tag([
      { Key: 'k', Value: '1' },
      { Key: 'k', Value: '2' },
    ]),
  ).rejects.toMatchObject({ name: 'InvalidTag' });
  await expect(tag([{ Key: 'aws:mine', Value: '1' }])).rejects.toMatchObject({ name: 'InvalidTag' });
  await expect(tag([{ Key: 'a*b', Value: '1' }])).rejects.toMatchObject({ name: 'InvalidTag' });
});
