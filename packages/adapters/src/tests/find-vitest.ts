import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { TestProblem } from '@imago/engine';

/** What stands in the way of these files: no vitest in the project, or a file that is not there. */
export async function checkVitest(
  files: readonly string[],
  directory: string,
): Promise<TestProblem | undefined> {
  if (manifestIn(directory) === undefined) {
    const message = `vitest is not installed in the project ${directory}`;
    return { message, fix: 'install it there with `npm install --save-dev vitest`' };
  }
  for (const file of files) {
    // Vitest takes paths for filters: one that is misspelled would be an error of few words, or none.
    const found = await stat(resolve(directory, file)).catch(() => undefined);
    if (found?.isFile() !== true)
      return { message: `there is no file ${file}`, fix: `write paths from ${directory}` };
  }
  return undefined;
}

/** The program of the vitest that the project has installed: its own version, with its own settings. */
export async function findVitest(directory: string): Promise<string> {
  const manifest = manifestIn(directory);
  if (manifest === undefined) throw new Error(`vitest is not installed in the project ${directory}`);
  const { bin } = JSON.parse(await readFile(manifest, 'utf8')) as { readonly bin?: unknown };
  const program =
    typeof bin === 'object' && bin !== null && 'vitest' in bin && typeof bin.vitest === 'string'
      ? bin.vitest
      : 'vitest.mjs';
  return join(dirname(manifest), program);
}

function manifestIn(directory: string): string | undefined {
  try {
    return createRequire(join(directory, 'imago.config.ts')).resolve('vitest/package.json');
  } catch {
    return undefined;
  }
}
