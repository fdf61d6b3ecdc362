import { existsSync } from 'node:fs';
import { ImagoError } from '@imago/engine';
import {
  connectionFile,
  connectionInfo,
  defaultDataDir,
  stoppingFile,
  stoppingInfo,
} from '@imago/local-cloud';
import type { DataDirFlags } from '../commands/local-parameters.ts';
import { type CliContext, printResult } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { runInForeground, stopDaemon } from './daemon-process.ts';

const stopTexts = {
  stopped: 'stopped; the host is as it was',
  cleaned: 'its daemon had died; what it left is gone, and the host is as it was',
  'not-running': 'not running',
} as const;

/** What came of bringing a local cloud down. */
type BroughtDown = keyof typeof stopTexts;

/** `imago local stop`: also after a crash, when only the machines of a dead daemon are left. */
export async function stop(this: CliContext, flags: DataDirFlags): Promise<void> {
  const dataDir = flags.dataDir ?? defaultDataDir();
  const outcome = await bringDown(dataDir, this.signal);
  printResult(this, stopTexts[outcome], { stopped: outcome === 'stopped', cleaned: outcome === 'cleaned' });
}

/** Stops the daemon, or cleans the host up after a dead one. */
export async function bringDown(dataDir: string, signal: AbortSignal): Promise<BroughtDown> {
  const running = connectionInfo(dataDir) ?? stoppingInfo(dataDir);
  if (running !== undefined) await stopDaemon(running.pid, signal);
  // The daemon's last act is to remove them: who died before that has left things on the host.
  const crashed = existsSync(connectionFile(dataDir)) || existsSync(stoppingFile(dataDir));
  if (running !== undefined && !crashed) return 'stopped';
  if (!existsSync(dataDir)) return 'not-running';
  const status = await runInForeground(['--data-dir', dataDir, '--clean-host'], signal);
  if (status !== 0) {
    throw new ImagoError({
      code: 'clean-up-failed',
      source: status === exitCode.userMistake ? 'user' : 'cloud',
      message: `cleaning up after the local cloud in ${dataDir} ended with status ${status}`,
      fix: 'see what it said above, then run `imago local stop` again',
    });
  }
  return crashed ? 'cleaned' : 'not-running';
}
