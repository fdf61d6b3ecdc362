import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { type TestCloud, startTestCloud } from '../../harness.ts';

/** The bucket that `startS3` makes. */
export const BUCKET = 'a-bucket';

/** A cloud that serves S3 alone, with one empty bucket. */
export async function startS3(): Promise<TestCloud> {
  const world = await startTestCloud({ services: ['s3'] });
  await world.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  return world;
}

/** Puts a small object; gives its entity tag. */
export async function put(world: TestCloud, key: string, body = key, more: object = {}): Promise<string> {
  const { ETag } = await world.s3.send(
    new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body, ...more }),
  );
  return ETag ?? '';
}

/** The bodies on disk, whole or not. */
export function bodyFiles(world: TestCloud): readonly string[] {
  const folder = join(world.cloud.dataDir, 'objects');
  return existsSync(folder) ? readdirSync(folder) : [];
}
