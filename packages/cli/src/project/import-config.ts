import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ImagoError } from '@imago/engine';
import { createJiti } from 'jiti';

/** Loads a TypeScript config; `imago` in it means this very command, whatever is installed beside it. */
export async function importConfig(file: string): Promise<unknown> {
  const api = new URL('../bundle/index.js', pathToFileURL(realpathSync(process.argv[1] ?? ''))).pathname;
  const jiti = createJiti(file, { alias: { imago: api }, fsCache: false, moduleCache: false });
  try {
    return await jiti.import(file, { default: true });
  } catch (cause) {
    throw new ImagoError({
      code: 'config-broken',
      source: 'user',
      message: `${file} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    });
  }
}
