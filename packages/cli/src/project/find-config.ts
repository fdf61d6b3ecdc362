import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ImagoError } from '@imago/engine';

const configName = 'imago.config.ts';

/** The config given, or `imago.config.ts` here or in the nearest parent. */
export function findConfig(given: string | undefined, from: string): string {
  if (given !== undefined) {
    const file = resolve(from, given);
    if (isFile(file)) return file;
    throw new ImagoError({
      code: 'config-missing',
      source: 'user',
      message: `there is no config at ${file}`,
      fix: `name an existing file with --config, or leave it out to search for ${configName}`,
    });
  }
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const file = join(folder, configName);
    if (isFile(file)) return file;
    if (folder === dirname(folder)) break;
  }
  throw new ImagoError({
    code: 'config-missing',
    source: 'user',
    message: `there is no ${configName} in ${resolve(from)} or above it`,
    fix: 'run this in a project, or name the config with --config FILE',
  });
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
