import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestCloud } from '../../harness.ts';
import { refusal } from '../refusal.ts';
import { BUCKET, bodyFiles, put, startS3 } from './s3-cloud.ts';

const LARGE = Buffer.alloc(5 * 1024 * 1024, 'a');
const SMALL = Buffer.from('tail');

let world: TestCloud;
beforeEach(async () => {
  world = await startS3();
});
afterEach(() => world.close());

const target = (UploadId: string) => ({ Bucket: BUCKET, Key: 'k', UploadId });

async function begin(more: Partial<CreateMultipartUploadCommandInput> = {}): Promise<string> {
  const created = await world.s3.send(
    new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: 'k', ...more }),
  );
  return created.UploadId ?? '';
}

async function upload(
  UploadId: string,
  PartNumber: number,
  Body: Buffer,
  ChecksumAlgorithm?: 'CRC64NVME',
): Promise<CompletedPart> {
  const { $metadata: _, ...part } = await world.s3.send(
    new UploadPartCommand({ ...target(UploadId), PartNumber, Body, ChecksumAlgorithm }),
  );
  return { PartNumber, ...part };
}

const complete = (UploadId: string, Parts: CompletedPart[], more: object = {}) =>
  world.s3.send(
    new CompleteMultipartUploadCommand({ ...target(UploadId), MultipartUpload: { Parts }, ...more }),
  );

test('the parts become the object, in order of their numbers, with what the upload was begun with', async () => {
  const id = await begin({ ContentType: 'text/plain', Metadata: { a: '1' }, ChecksumAlgorithm: 'CRC32' });
  const tail = await upload(id, 7, SMALL);
  const head = await upload(id, 2, LARGE);
  const md5 = (data: Buffer): Buffer => createHash('md5').update(data).digest();
  const expected = md5(Buffer.concat([md5(LARGE), md5(SMALL)])).toString('hex');
  const done = await complete(id, [head, tail]);
  expect(done).toMatchObject({
    ETag: `"${expected}-2"`,
    Bucket: BUCKET,
    Key: 'k',
    ChecksumType: 'COMPOSITE',
  });
  expect(done.ChecksumCRC32).toMatch(/-2$/);
  const got = await world.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'k', PartNumber: 2 }));
  expect(await got.Body?.transformToString()).toBe('tail');
  expect(got).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' }, PartsCount: 2 });
  expect(bodyFiles(world)).toHaveLength(1);
});

test('a full checksum is over the whole body', async () => {
  const id = await begin({ ChecksumAlgorithm: 'CRC64NVME' });
  await expect(upload(id, 1, SMALL)).rejects.toMatchObject(refusal('InvalidRequest', 400));
  const parts = [await upload(id, 1, SMALL, 'CRC64NVME')];
  const done = await complete(id, parts);
  expect(done).toMatchObject({ ChecksumType: 'FULL_OBJECT', ChecksumCRC64NVME: parts[0]?.ChecksumCRC64NVME });
});

test('an upload without a checksum algorithm works too', async () => {
  const id = await begin();
  await complete(id, [await upload(id, 1, SMALL)]);
  expect(await world.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'k' }))).toMatchObject({
    ContentLength: 4,
  });
});

test('nothing is visible before completion, and nothing is left after an abort', async () => {
  const id = await begin();
  await upload(id, 1, SMALL);
  const head = world.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'k' }));
  await expect(head).rejects.toMatchObject(refusal('NotFound', 404));
  await world.s3.send(new AbortMultipartUploadCommand(target(id)));
  expect(bodyFiles(world)).toEqual([]);
  await expect(upload(id, 1, SMALL)).rejects.toMatchObject(refusal('NoSuchUpload', 404));
});

test('a part that comes again replaces the first', async () => {
  const id = await begin();
  await upload(id, 1, Buffer.from('old'));
  await complete(id, [await upload(id, 1, Buffer.from('new'))]);
  const got = await world.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'k' }));
  expect(await got.Body?.transformToString()).toBe('new');
  expect(bodyFiles(world)).toHaveLength(1);
});

test('completion refuses wrong parts and leaves the upload as it was', async () => {
  const id = await begin();
  const [one, two] = [await upload(id, 1, SMALL), await upload(id, 2, SMALL)];
  await expect(complete(id, [two, one])).rejects.toMatchObject(refusal('InvalidPartOrder', 400));
  await expect(complete(id, [{ ...one, ETag: '"0"' }])).rejects.toMatchObject(refusal('InvalidPart', 400));
  await expect(complete(id, [{ PartNumber: 3, ETag: '"0"' }])).rejects.toMatchObject(
    refusal('InvalidPart', 400),
  );
  await expect(complete(id, [one, two])).rejects.toMatchObject(refusal('EntityTooSmall', 400));
  await expect(upload(id, 10_001, SMALL)).rejects.toMatchObject(refusal('InvalidArgument', 400));
  await complete(id, [one]);
});

test('completion is conditional like a put', async () => {
  const id = await begin();
  const parts = [await upload(id, 1, SMALL)];
  const etag = await put(world, 'k', 'before');
  await expect(complete(id, parts, { IfNoneMatch: '*' })).rejects.toMatchObject(
    refusal('PreconditionFailed', 412),
  );
  await complete(id, parts, { IfMatch: etag });
});

test('of two completions of one upload one is told that it is gone', async () => {
  const id = await begin();
  const parts = [await upload(id, 1, SMALL)];
  const results = await Promise.allSettled([complete(id, parts), complete(id, parts)]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(bodyFiles(world)).toHaveLength(1);
});

test('parts can be cut out of an object', async () => {
  await put(world, 'source', '0123456789');
  const id = await begin();
  const { CopyPartResult } = await world.s3.send(
    new UploadPartCopyCommand({
      ...target(id),
      PartNumber: 1,
      CopySource: `${BUCKET}/source`,
      CopySourceRange: 'bytes=2-5',
    }),
  );
  await complete(id, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
  const got = await world.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'k' }));
  expect(await got.Body?.transformToString()).toBe('2345');
});

test('ListParts pages by part number', async () => {
  const id = await begin();
  for (const number of [5, 1, 3]) await upload(id, number, SMALL);
  const first = await world.s3.send(new ListPartsCommand({ ...target(id), MaxParts: 2 }));
  expect(first.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([1, 3]);
  expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '3' });
  const second = await world.s3.send(new ListPartsCommand({ ...target(id), PartNumberMarker: '3' }));
  expect(second.Parts).toMatchObject([{ PartNumber: 5, Size: 4 }]);
  expect(second.IsTruncated).toBe(false);
});

test('ListMultipartUploads lists unfinished uploads by key', async () => {
  for (const Key of ['dir/b', 'a', 'dir/a']) await begin({ Key });
  const all = await world.s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
  expect(all.Uploads?.map(({ Key }) => Key)).toEqual(['a', 'dir/a', 'dir/b']);
  const rolledUp = await world.s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET, Delimiter: '/' }));
  expect(rolledUp.CommonPrefixes).toEqual([{ Prefix: 'dir/' }]);
  const page = await world.s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET, MaxUploads: 2 }));
  expect(page).toMatchObject({ IsTruncated: true, NextKeyMarker: 'dir/a' });
});

test('a hash cannot be the full checksum of an upload in parts', async () => {
  const created = begin({ ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' });
  await expect(created).rejects.toMatchObject(refusal('InvalidRequest', 400));
});
