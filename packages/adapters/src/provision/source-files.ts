import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { SourceFiles } from '@imago/engine';

/** Local files, relative to the folder where the recipe was written. */
export function createSourceFiles(directory: string): SourceFiles {
  const resolve = (path: string): string => (isAbsolute(path) ? path : join(directory, path));
  return {
    resolve,
    async kind(path) {
      const found = await stat(resolve(path)).catch(() => undefined);
      if (found === undefined) return undefined;
      return found.isDirectory() ? 'directory' : 'file';
    },
    read: (path) => readFile(resolve(path)),
    digest: (path) => digest(resolve(path)),
  };
}

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256');
  for (const line of await describe(path, '')) hash.update(line);
  return hash.digest('hex');
}

/** One line per file and folder, in the order of names, with its mode and its content's hash. */
async function describe(path: string, name: string): Promise<readonly string[]> {
  const { mode, ...found } = await statPlain(path);
  const permissions = (mode & 0o755).toString(8);
  if (!found.isFolder) {
    const content = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    return [`file ${JSON.stringify(name)} ${permissions} ${content}\n`];
  }
  const children = (await readdir(path)).toSorted((a, b) => (a < b ? -1 : 1));
  const inside = await Promise.all(children.map((child) => describe(join(path, child), `${name}/${child}`)));
  return [`folder ${JSON.stringify(name)} ${permissions}\n`, ...inside.flat()];
}

async function statPlain(path: string): Promise<{ readonly mode: number; readonly isFolder: boolean }> {
  const found = await stat(path);
  return { mode: found.mode, isFolder: found.isDirectory() };
}
