import { existsSync } from 'node:fs';
import { connectionInfo, defaultDataDir } from '@imago/local-cloud';
import type { DataDirFlags } from '../commands/local.ts';
import { type CliContext, printResult } from '../context.ts';
import { runInForeground, stopDaemon } from './daemon-process.ts';

/** `imago local stop`: also after a crash, when only the machines of a dead daemon are left. */
export async function stop(this: CliContext, flags: DataDirFlags): Promise<void> {
  const dataDir = flags.dataDir ?? defaultDataDir();
  const stopped = await bringDown(dataDir, this.signal);
  printResult(this, stopped ? 'stopped; the host is as it was' : 'not running', { stopped });
}

/** Stops the daemon, or cleans the host up after a dead one; false when there was nothing to stop. */
export async function bringDown(dataDir: string, signal: AbortSignal): Promise<boolean> {
  const running = connectionInfo(dataDir);
  if (running !== undefined) {
    await stopDaemon(running.pid, signal);
    return true;
  }
  if (!existsSync(dataDir)) return false;
  const status = await runInForeground(['--data-dir', dataDir, '--clean-host'], signal);
  if (status !== 0) process.exitCode = status;
  return false;
}
