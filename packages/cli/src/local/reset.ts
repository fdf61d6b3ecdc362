import { rmSync } from 'node:fs';
import { connectionInfo, defaultDataDir } from '@imago/local-cloud';
import type { DataDirFlags } from '../commands/local.ts';
import { confirm } from '../confirm.ts';
import { type CliContext, printResult } from '../context.ts';
import { bringDown } from './stop.ts';

/** `imago local reset`: everything that the cloud remembers goes; the cache of base images does not. */
export async function reset(this: CliContext, flags: DataDirFlags): Promise<void> {
  const dataDir = flags.dataDir ?? defaultDataDir();
  if (connectionInfo(dataDir) !== undefined) {
    await confirm(this, `Stop the local cloud and delete everything in ${dataDir}?`);
  }
  await bringDown(dataDir, this.signal);
  rmSync(dataDir, { recursive: true, force: true });
  printResult(this, `wiped ${dataDir}`, { wiped: dataDir });
}
