import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SshAccess } from '@imago/engine';

/** Where files of the user's are. */
export interface UserFiles {
  /** The project's folder: relative paths start there. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The private key with which instances let us in. */
export async function readKey({ privateKey }: SshAccess, files: UserFiles): Promise<string> {
  return readUserFile('ssh key', privateKey, files);
}

/** A file that the config names; rejects with a sentence where it cannot be read. */
export async function readUserFile(
  what: string,
  name: string,
  { directory, env }: UserFiles,
): Promise<string> {
  const path = resolve(directory, name.replace(/^~(?=\/)/, env['HOME'] ?? '~'));
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new Error(`the ${what} ${name} cannot be read (${code})`, { cause: error });
  }
}
