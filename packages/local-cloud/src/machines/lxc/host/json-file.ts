import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';

/** Replaces a file at once, so that a crash leaves the old content or the new. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  const draft = `${file}.new`;
  await writeFile(draft, JSON.stringify(value));
  await rename(draft, file);
}

/** Reads what `writeJson` wrote; undefined when there is no such file. The caller knows the shape. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the cast in one place instead of at each call
export function readJson<T>(file: string): T | undefined {
  if (!existsSync(file)) return undefined;
  // written by ourselves alone
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
