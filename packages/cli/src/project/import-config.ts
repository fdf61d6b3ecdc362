import { ImagoError } from '@imago/engine';
import { createJiti } from 'jiti';
import { installedFile } from '../installed-file.ts';

/** Loads a TypeScript config; `imago` in it means this very command, whatever is installed beside it. */
export async function importConfig(file: string): Promise<unknown> {
  const api = installedFile('bundle/index.js');
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
