import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ScenarioCloud, startLocalCloud } from './support/local-cloud.ts';

const WRITERS = 8;
const ROUNDS = 5;
const Bucket = 'crash';

let cloud: ScenarioCloud;
let s3: S3Client;
beforeAll(async () => {
  cloud = await startLocalCloud('10.240.0.0/16', { machines: 'off' });
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = cloud.env;
  s3 = new S3Client({
    endpoint: cloud.endpoint,
    region: cloud.region,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey },
  });
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  s3.destroy();
  await cloud.close();
});

/** What one writer knows of its key: the state that S3 confirmed last, and the one that it asked for since. */
interface Belief {
  confirmed: string;
  asked: string;
}

const bodyOf = (key: string, turn: number): string => `${key} ${turn} `.repeat(1 + ((turn * 7919) % 40_000));
const etagOf = (body: string): string => `"${createHash('md5').update(body).digest('hex')}"`;

/** Puts and deletes its key until the daemon is gone. */
async function write(key: string, belief: Belief): Promise<void> {
  for (let turn = 0; ; turn++) {
    const body = turn % 5 === 4 ? undefined : bodyOf(key, turn);
    belief.asked = body === undefined ? '' : etagOf(body);
    try {
      if (body === undefined) await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
      else await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: body }));
    } catch {
      return;
    }
    belief.confirmed = belief.asked;
  }
}

test('a killed daemon has every confirmed write, no half object and no orphaned body', async () => {
  const beliefs = new Map<string, Belief>();
  for (let index = 0; index < WRITERS; index++) beliefs.set(`key-${index}`, { confirmed: '', asked: '' });
  for (let round = 0; round < ROUNDS; round++) {
    const writers = [...beliefs].map(([key, belief]) => write(key, belief));
    await new Promise((resolve) => setTimeout(resolve, 100 + 137 * round));
    await cloud.crash();
    await Promise.all(writers);

    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    const etags = new Map(Contents.map(({ Key = '', ETag = '' }) => [Key, ETag]));
    for (const [key, belief] of beliefs) {
      expect([belief.confirmed, belief.asked]).toContain(etags.get(key) ?? '');
      belief.confirmed = etags.get(key) ?? '';
    }
    for (const [Key, etag] of etags) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      expect(etagOf((await Body?.transformToString()) ?? '')).toBe(etag);
    }
    expect(readdirSync(join(cloud.dataDir, 'objects'))).toHaveLength(Contents.length);
  }
});
