import { existsSync, readdirSync, rmSync } from 'node:fs';
import { ImagoError } from '@imago/engine';
import { defaultDataDir } from '@imago/local-cloud';
import type { DataDirFlags } from '../commands/local-parameters.ts';
import { confirm } from '../confirm.ts';
import { type CliContext, printResult } from '../context.ts';
import { bringDown } from './stop.ts';

/** `imago local reset`: everything that the cloud remembers goes; the cache of base images does not. */
export async function reset(this: CliContext, flags: DataDirFlags): Promise<void> {
  const dataDir = flags.dataDir ?? defaultDataDir();
  if (existsSync(dataDir)) {
    refuseForeignFolder(dataDir);
    await confirm(this, `Stop the local cloud and delete everything in ${dataDir}?`);
  }
  await bringDown(dataDir, this.signal).catch(goOnWithDamage);
  rmSync(dataDir, { recursive: true, force: true });
  printResult(this, `wiped ${dataDir}`, { wiped: dataDir });
}

/** A mistyped --data-dir must not cost somebody a home folder. */
export function refuseForeignFolder(dataDir: string): void {
  const names = readdirSync(dataDir);
  if (names.length === 0 || names.some((name) => ['settings.json', 'records.log'].includes(name))) return;
  throw new ImagoError({
    code: 'not-a-local-cloud',
    source: 'user',
    message: `${dataDir} holds other things than a local cloud, and stays as it is`,
    fix: 'name the folder that `imago local start` was given with --data-dir',
  });
}

/** Records that cannot be read are what a reset is for; a folder that another daemon holds is not. */
function goOnWithDamage(error: unknown): void {
  if (!(error instanceof ImagoError && error.code === 'clean-up-failed' && error.source === 'cloud'))
    throw error;
}
