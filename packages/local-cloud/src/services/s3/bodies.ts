import { randomUUID } from 'node:crypto';
import { mkdirSync, unlinkSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalCloud } from '../../cloud.ts';
import type { ChecksumAlgorithm } from '../../store/records/s3.ts';
import { type Digest, createDigest } from './checksums.ts';
import { isMissingFile } from './missing-file.ts';

/** Files that are still being written end so; a sweep removes them. */
const PARTIAL_SUFFIX = '.partial';

/** Where the bodies of objects and parts are. */
export function bodiesDir(cloud: LocalCloud): string {
  return join(cloud.dataDir, 'objects');
}

/** A body on disk that no record points to yet. */
export interface WrittenBody {
  readonly file: string;
  readonly bytes: number;
  /** Base64 digests, by algorithm: `MD5` always, and those asked for. */
  readonly digests: ReadonlyMap<ChecksumAlgorithm, string>;
}

/** Writes a body to a file of its own under a temporary name, renamed when whole. */
export async function writeBody(
  cloud: LocalCloud,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  algorithms: readonly ChecksumAlgorithm[] = [],
): Promise<WrittenBody> {
  const digests = new Map<ChecksumAlgorithm, Digest>();
  for (const name of ['MD5', ...algorithms] as const) digests.set(name, createDigest(name));
  const file = randomUUID();
  const path = join(bodiesDir(cloud), file);
  const partial = path + PARTIAL_SUFFIX;
  mkdirSync(bodiesDir(cloud), { recursive: true });
  try {
    const bytes = await writeChunks(partial, chunks, [...digests.values()]);
    await rename(partial, path);
    const results = [...digests].map(async ([name, digest]) => [name, await digest.digest()] as const);
    return { file, bytes, digests: new Map(await Promise.all(results)) };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function writeChunks(
  path: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  digests: readonly Digest[],
): Promise<number> {
  const handle = await open(path, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      for (const digest of digests) digest.update(chunk);
      await handle.writeFile(chunk);
      bytes += chunk.length;
    }
  } finally {
    await handle.close();
  }
  return bytes;
}

/** Opens a body for reading: it stays readable when its object is overwritten or deleted meanwhile. */
export function openBody(cloud: LocalCloud, file: string): Promise<FileHandle> {
  return open(join(bodiesDir(cloud), file), 'r');
}

/** Deletes bodies that no record points to any more. One that is gone already is no concern of the caller's. */
export function dropBodies(cloud: LocalCloud, files: readonly string[]): void {
  for (const file of files) {
    try {
      unlinkSync(join(bodiesDir(cloud), file));
    } catch (error) {
      if (!isMissingFile(error)) throw error;
    }
  }
}
