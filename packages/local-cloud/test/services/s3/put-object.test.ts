import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beginWrite } from '../../../src/services/s3/write-conditions.ts';
import { sweepObjects } from '../../../src/services/s3/sweep-objects.ts';
import type { TestCloud } from '../../harness.ts';
import { refusal } from '../refusal.ts';
import { BUCKET, bodyFiles, put, startS3 } from './s3-cloud.ts';

let world: TestCloud;
beforeEach(async () => {
  world = await startS3();
});
afterEach(() => world.close());

const read = async (Key: string): Promise<string | undefined> =>
  (await world.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }))).Body?.transformToString();

test('keeps the body, the headers and the metadata', async () => {
  const etag = await put(world, 'dir/ä b+c.txt', 'hello', {
    ContentType: 'text/plain',
    CacheControl: 'no-store',
    ContentEncoding: 'identity',
    Metadata: { color: 'brown' },
    Tagging: 'a=1&b=2',
  });
  expect(etag).toBe('"5d41402abc4b2a76b9719d911017c592"');
  const got = await world.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'dir/ä b+c.txt' }));
  expect(await got.Body?.transformToString()).toBe('hello');
  expect(got).toMatchObject({
    ContentType: 'text/plain',
    CacheControl: 'no-store',
    ContentEncoding: 'identity',
    ContentLength: 5,
    Metadata: { color: 'brown' },
    ETag: etag,
    TagCount: 2,
    AcceptRanges: 'bytes',
  });
});

test('keeps an empty object, and bytes as they are', async () => {
  await put(world, 'empty', '');
  expect(await read('empty')).toBe('');
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * 31) % 256));
  await world.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'bytes', Body: bytes }));
  const got = await world.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'bytes' }));
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(bytes);
});

test('takes a streamed body with its checksum in the trailer', async () => {
  const Body = Readable.from([Buffer.from('one '), Buffer.from('two')]);
  await world.s3.send(
    new PutObjectCommand({
      Bucket: BUCKET,
      Key: 'stream',
      Body,
      ContentLength: 7,
      ChecksumAlgorithm: 'SHA256',
    }),
  );
  expect(await read('stream')).toBe('one two');
  const head = await world.s3.send(
    new HeadObjectCommand({ Bucket: BUCKET, Key: 'stream', ChecksumMode: 'ENABLED' }),
  );
  expect(head).toMatchObject({
    ChecksumSHA256: 'irY+KaS6FOThaI+cFeWvkIlUITWMlFsEMfhdZpd709I=',
    ChecksumType: 'FULL_OBJECT',
  });
  expect(head).not.toHaveProperty('ContentEncoding');
});

test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
  'computes %s as the SDK does, and gives it back when asked',
  async (ChecksumAlgorithm) => {
    const { $metadata: _, ...put } = await world.s3.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: 'body', ChecksumAlgorithm }),
    );
    const member = `Checksum${ChecksumAlgorithm}` as const;
    const head = await world.s3.send(
      new HeadObjectCommand({ Bucket: BUCKET, Key: 'k', ChecksumMode: 'ENABLED' }),
    );
    expect(put[member]).toBeTypeOf('string');
    expect(head[member]).toBe(put[member]);
    expect(await world.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'k' }))).not.toHaveProperty(
      member,
    );
  },
);

test.each([
  [{ ContentMD5: '1B2M2Y8AsgTpgAmY7PhCfg==' }, 'BadDigest'],
  [{ ContentMD5: 'bm90IG1kNQ==' }, 'InvalidDigest'],
  [{ ChecksumSHA256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' }, 'BadDigest'],
])('refuses a body that is not what %o says, and keeps nothing of it', async (claims, code) => {
  const write = world.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: 'body', ...claims }));
  await expect(write).rejects.toMatchObject(refusal(code, 400));
  expect(bodyFiles(world)).toEqual([]);
});

test('refuses a key over 1,024 bytes and a bucket that is not there', async () => {
  await expect(put(world, 'ä'.repeat(513))).rejects.toMatchObject(refusal('KeyTooLongError', 400));
  const write = world.s3.send(new PutObjectCommand({ Bucket: 'nowhere', Key: 'k', Body: '' }));
  await expect(write).rejects.toMatchObject(refusal('NoSuchBucket', 404));
});

test('an overwritten object leaves no body behind', async () => {
  await put(world, 'k', 'one');
  await put(world, 'k', 'two');
  expect(bodyFiles(world)).toHaveLength(1);
  expect(await read('k')).toBe('two');
});

test('If-None-Match: * writes only where nothing is', async () => {
  await put(world, 'k', 'first', { IfNoneMatch: '*' });
  await expect(put(world, 'k', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject(
    refusal('PreconditionFailed', 412),
  );
  expect(await read('k')).toBe('first');
});

test('If-Match writes only over the version it names; a missing key is 404', async () => {
  await expect(put(world, 'k', 'x', { IfMatch: '"0"' })).rejects.toMatchObject(refusal('NoSuchKey', 404));
  const etag = await put(world, 'k', 'first');
  await expect(put(world, 'k', 'x', { IfMatch: '"0"' })).rejects.toMatchObject(
    refusal('PreconditionFailed', 412),
  );
  await put(world, 'k', 'second', { IfMatch: etag });
  expect(await read('k')).toBe('second');
});

test.each([{ IfNoneMatch: '*' }, { IfMatch: 'ETAG' }])(
  'of 25 racers on %o exactly one wins',
  async (condition) => {
    const etag = 'IfMatch' in condition ? await put(world, 'k', 'before') : '';
    const conditions = 'IfMatch' in condition ? { IfMatch: etag } : condition;
    const racers = Array.from({ length: 25 }, (_, index) => put(world, 'k', `racer ${index}`, conditions));
    const results = await Promise.allSettled(racers);
    const winners = results.flatMap((result, index) => (result.status === 'fulfilled' ? [index] : []));
    expect(winners).toHaveLength(1);
    expect(await read('k')).toBe(`racer ${winners[0]}`);
    for (const result of results) {
      if (result.status === 'rejected')
        expect(result.reason).toMatchObject(refusal('PreconditionFailed', 412));
    }
    expect(bodyFiles(world)).toHaveLength(1);
  },
);

test('a conditional write whose key is deleted meanwhile conflicts', async () => {
  await put(world, 'k');
  const write = beginWrite(world.cloud, BUCKET, 'k', { IfNoneMatch: '*' });
  await world.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'k' }));
  expect(() => write.check()).toThrow(
    expect.objectContaining({ code: 'ConditionalRequestConflict', status: 409 }),
  );
  write.end();
});

test('a sweep removes bodies that nothing points to and leaves the others', async () => {
  await put(world, 'k', 'kept');
  const { file } = world.cloud.tables.objects.get(`${BUCKET}/k`) ?? { file: '' };
  await put(world, 'orphan');
  world.cloud.tables.objects.delete(`${BUCKET}/orphan`);
  sweepObjects(world.cloud);
  expect(bodyFiles(world)).toEqual([file]);
});
