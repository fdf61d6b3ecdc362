import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TEST_ACCESS_KEY, type TestCloud } from '../../harness.ts';
import { refusal } from '../refusal.ts';
import { BUCKET, put, startS3 } from './s3-cloud.ts';

let world: TestCloud;
beforeEach(async () => {
  world = await startS3();
});
afterEach(() => world.close());

test.each(['ab', 'Upper', 'under_score', 'dot..dot', '10.0.0.1', 'xn--bucket', 'end-', 'a'.repeat(64)])(
  'CreateBucket refuses the name %s',
  async (Bucket) => {
    const create = world.s3.send(new CreateBucketCommand({ Bucket }));
    await expect(create).rejects.toMatchObject(refusal('InvalidBucketName', 400));
  },
);

test('CreateBucket in us-east-1 takes a bucket of ours again, and keeps it', async () => {
  await put(world, 'kept');
  await world.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const remove = world.s3.send(new DeleteBucketCommand({ Bucket: BUCKET }));
  await expect(remove).rejects.toMatchObject(refusal('BucketNotEmpty', 409));
});

test('CreateBucket in another region refuses a bucket of ours, and needs its location named', async () => {
  const s3 = new S3Client({
    endpoint: world.endpoint,
    region: 'eu-west-1',
    credentials: TEST_ACCESS_KEY,
    forcePathStyle: true,
  });
  const create = (Bucket: string, LocationConstraint: 'eu-west-1' | 'eu-north-1'): Promise<unknown> =>
    s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }));
  await create('irish', 'eu-west-1');
  await expect(create('irish', 'eu-west-1')).rejects.toMatchObject(refusal('BucketAlreadyOwnedByYou', 409));
  await expect(create('swedish', 'eu-north-1')).rejects.toMatchObject({
    name: 'IllegalLocationConstraintException',
  });
  expect(await s3.send(new GetBucketLocationCommand({ Bucket: 'irish' }))).toMatchObject({
    LocationConstraint: 'eu-west-1',
  });
  s3.destroy();
});

test('GetBucketLocation answers nothing for us-east-1', async () => {
  const { LocationConstraint } = await world.s3.send(new GetBucketLocationCommand({ Bucket: BUCKET }));
  expect(LocationConstraint ?? '').toBe('');
});

test('HeadBucket tells the region, and 404 without a body for what is not there', async () => {
  expect(await world.s3.send(new HeadBucketCommand({ Bucket: BUCKET }))).toMatchObject({
    BucketRegion: 'us-east-1',
  });
  const head = world.s3.send(new HeadBucketCommand({ Bucket: 'nowhere' }));
  await expect(head).rejects.toMatchObject(refusal('NotFound', 404));
});

test('an expected owner who does not own the bucket is denied', async () => {
  const head = world.s3.send(new HeadBucketCommand({ Bucket: BUCKET, ExpectedBucketOwner: '111111111111' }));
  await expect(head).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
});

test('ListBuckets lists by name, in pages when asked', async () => {
  for (const Bucket of ['c-bucket', 'b-bucket']) await world.s3.send(new CreateBucketCommand({ Bucket }));
  const first = await world.s3.send(new ListBucketsCommand({ MaxBuckets: 2 }));
  expect(first.Buckets?.map(({ Name }) => Name)).toEqual(['a-bucket', 'b-bucket']);
  const second = await world.s3.send(new ListBucketsCommand({ ContinuationToken: first.ContinuationToken }));
  expect(second.Buckets?.map(({ Name }) => Name)).toEqual(['c-bucket']);
  expect(second.ContinuationToken).toBeUndefined();
});

test('DeleteBucket takes an empty bucket with its unfinished uploads', async () => {
  await put(world, 'a');
  await world.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'a' }));
  await world.s3.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: 'unfinished' }));
  await world.s3.send(new DeleteBucketCommand({ Bucket: BUCKET }));
  expect(world.cloud.tables.uploads.size).toBe(0);
  const again = world.s3.send(new DeleteBucketCommand({ Bucket: BUCKET }));
  await expect(again).rejects.toMatchObject(refusal('NoSuchBucket', 404));
});

test('PutBucketVersioning refuses to pretend that versions are kept', async () => {
  const put = (Status: 'Enabled' | 'Suspended'): Promise<unknown> =>
    world.s3.send(new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status } }));
  await expect(put('Enabled')).rejects.toMatchObject(refusal('NotImplemented', 501));
  expect(await world.s3.send(new GetBucketVersioningCommand({ Bucket: BUCKET }))).not.toHaveProperty(
    'Status',
  );
  await put('Suspended');
  expect(await world.s3.send(new GetBucketVersioningCommand({ Bucket: BUCKET }))).toMatchObject({
    Status: 'Suspended',
  });
});

test('bucket tags are replaced as a whole, and a bucket without any has no tag set', async () => {
  const get = (): Promise<unknown> => world.s3.send(new GetBucketTaggingCommand({ Bucket: BUCKET }));
  await expect(get()).rejects.toMatchObject(refusal('NoSuchTagSet', 404));
  const TagSet = [{ Key: 'team', Value: 'moth' }];
  await world.s3.send(new PutBucketTaggingCommand({ Bucket: BUCKET, Tagging: { TagSet } }));
  expect(await get()).toMatchObject({ TagSet });
  await world.s3.send(new DeleteBucketTaggingCommand({ Bucket: BUCKET }));
  await expect(get()).rejects.toMatchObject({ name: 'NoSuchTagSet' });
});
