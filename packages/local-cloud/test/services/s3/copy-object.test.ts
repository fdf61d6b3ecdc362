import { CopyObjectCommand, type CopyObjectCommandInput, GetObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestCloud } from '../../harness.ts';
import { refusal } from '../refusal.ts';
import { BUCKET, put, startS3 } from './s3-cloud.ts';

let world: TestCloud;
beforeEach(async () => {
  world = await startS3();
  await put(world, 'a source/é', 'content', {
    ContentType: 'text/plain',
    Metadata: { a: '1' },
    Tagging: 't=1',
  });
});
afterEach(() => world.close());

const CopySource = `${BUCKET}/a%20source/%C3%A9`;
const copy = (wish: Partial<CopyObjectCommandInput>) =>
  world.s3.send(new CopyObjectCommand({ Bucket: BUCKET, Key: 'copy', CopySource, ...wish }));

test('copies the body with its headers, metadata and tags', async () => {
  expect((await copy({})).CopyObjectResult?.ETag).toBe('"9a0364b9e99bb480dd25e1f0284c8555"');
  const got = await world.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'copy' }));
  expect(await got.Body?.transformToString()).toBe('content');
  expect(got).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' }, TagCount: 1 });
});

test('REPLACE takes headers and tags from the request', async () => {
  await copy({
    MetadataDirective: 'REPLACE',
    Metadata: { b: '2' },
    ContentType: 'text/css',
    TaggingDirective: 'REPLACE',
    Tagging: '',
  });
  const got = await world.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'copy' }));
  await got.Body?.transformToString();
  expect(got).toMatchObject({ ContentType: 'text/css', Metadata: { b: '2' } });
  expect(got).not.toHaveProperty('TagCount');
});

test('conditions on the source fail with 412', async () => {
  await expect(copy({ CopySourceIfMatch: '"0"' })).rejects.toMatchObject(refusal('PreconditionFailed', 412));
  const same = copy({ CopySourceIfNoneMatch: '"9a0364b9e99bb480dd25e1f0284c8555"' });
  await expect(same).rejects.toMatchObject(refusal('PreconditionFailed', 412));
});

test('conditions on the target hold as for PutObject', async () => {
  await copy({ IfNoneMatch: '*' });
  await expect(copy({ IfNoneMatch: '*' })).rejects.toMatchObject(refusal('PreconditionFailed', 412));
});

test('an object is copied onto itself only with something changed', async () => {
  await put(world, 'k');
  const onto = (more: Partial<CopyObjectCommandInput>): Promise<unknown> =>
    copy({ Key: 'k', CopySource: `${BUCKET}/k`, ...more });
  await expect(onto({})).rejects.toMatchObject(refusal('InvalidRequest', 400));
  await onto({ MetadataDirective: 'REPLACE', Metadata: { new: 'yes' } });
});

test('a missing source is NoSuchKey; one that names no key is an argument error', async () => {
  await expect(copy({ CopySource: `${BUCKET}/nope` })).rejects.toMatchObject(refusal('NoSuchKey', 404));
  await expect(copy({ CopySource: 'nonsense' })).rejects.toMatchObject(refusal('InvalidArgument', 400));
});
