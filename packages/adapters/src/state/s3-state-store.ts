import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import type { BucketLocationConstraint } from '@aws-sdk/client-s3';
import { CloudError, ImagoError } from '@imago/engine';
import type { StateStore } from '@imago/engine';
import type { AwsClients } from '../aws/clients.ts';

/** A state store in an S3 bucket, under conditional writes. The bucket is made at the first write. */
export function createS3StateStore(aws: AwsClients, bucket: string): StateStore {
  const read: StateStore['read'] = async (Key) => {
    try {
      const { Body, ETag } = await aws.s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      return { text: (await Body?.transformToString('utf8')) ?? '', version: ETag ?? '' };
    } catch (error) {
      if (isKind(error, 'not-found')) return undefined;
      throw error;
    }
  };
  const put = async (
    Key: string,
    Body: string,
    expected: Parameters<StateStore['write']>[2],
  ): Promise<string> => {
    const condition = expected === 'absent' ? { IfNoneMatch: '*' } : { IfMatch: expected.version };
    const object = { Bucket: bucket, Key, Body, ContentType: 'application/json', ...condition };
    return (await aws.s3.send(new PutObjectCommand(object))).ETag ?? '';
  };
  return {
    read,
    async write(key, text, expected) {
      try {
        return { version: await put(key, text, expected) };
      } catch (error) {
        if (isMissingBucket(error)) {
          await createBucket(aws, bucket);
          return { version: await put(key, text, expected) };
        }
        // 412 where the condition fails, 409 where two writes meet, 404 where what If-Match names is gone.
        if (!isKind(error, 'conflict') && !isKind(error, 'not-found')) throw error;
        // The SDK sends again when an answer is lost: the document may be there because we wrote it.
        const found = await read(key);
        return found?.text === text ? { version: found.version } : 'conflict';
      }
    },
    async list(prefix) {
      const keys: string[] = [];
      try {
        for await (const page of paginateListObjectsV2(
          { client: aws.s3 },
          { Bucket: bucket, Prefix: prefix },
        )) {
          for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
        }
      } catch (error) {
        if (!isMissingBucket(error)) throw error;
      }
      return keys;
    },
    async delete(Key) {
      await aws.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    },
  };
}

async function createBucket(aws: AwsClients, Bucket: string): Promise<void> {
  // us-east-1 is the one region that must not be named.
  // AWS has more regions than this SDK knows
  const region = aws.region as BucketLocationConstraint;
  const place =
    aws.region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } };
  try {
    await aws.s3.send(new CreateBucketCommand({ Bucket, ...place }));
  } catch (error) {
    if (error instanceof CloudError && error.awsCode === 'BucketAlreadyOwnedByYou') return;
    if (!(error instanceof CloudError) || error.awsCode !== 'BucketAlreadyExists') throw error;
    throw new ImagoError({
      code: 'bucket-taken',
      source: 'user',
      message: `the bucket ${Bucket} belongs to another account`,
      fix: 'name another one in IMAGO_STATE_BUCKET',
      cause: error,
    });
  }
  // Earlier versions are what a broken record is restored from. Not every endpoint has these two.
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  };
  await Promise.allSettled([
    aws.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } })),
    aws.s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration })),
  ]);
}

const isMissingBucket = (error: unknown): boolean =>
  error instanceof CloudError && error.awsCode === 'NoSuchBucket';

const isKind = (error: unknown, kind: CloudError['kind']): boolean =>
  error instanceof CloudError && error.kind === kind;
