import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ImagoError } from '@imago/engine';
import { type ConnectionInfo, connectionInfo } from '@imago/local-cloud';
import { installedFile } from '../installed-file.ts';

const daemonPath = installedFile('bundle/local-cloud.js');

/** Starts the daemon in a session of its own; resolves when it serves, rejects with its own words when it ends first. */
export async function startInBackground(
  dataDir: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<ConnectionInfo> {
  const folder = mkdtempSync(join(tmpdir(), 'imago-start-'));
  const errorFile = join(folder, 'stderr');
  const output = openSync(errorFile, 'w');
  const child = spawn(process.execPath, [daemonPath, ...args], {
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  let ended: number | undefined;
  child.once('exit', (code) => (ended = code ?? 1));
  child.once('error', () => (ended = 1));
  try {
    for (;;) {
      const info = connectionInfo(dataDir);
      if (info !== undefined && info.pid === child.pid) return info;
      if (ended !== undefined) throw startFailure(ended, readFileSync(errorFile, 'utf8'), dataDir);
      await sleep(20, undefined, { signal });
    }
  } catch (error) {
    if (signal.aborted) child.kill('SIGTERM');
    throw error;
  } finally {
    child.unref();
    rmSync(folder, { recursive: true });
  }
}

/** Runs the daemon in this terminal until it ends; answers its exit status. */
export async function runInForeground(args: readonly string[], signal: AbortSignal): Promise<number> {
  const child = spawn(process.execPath, [daemonPath, ...args], { stdio: 'inherit' });
  signal.addEventListener('abort', () => child.kill('SIGTERM'));
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** The daemon writes `message` and, indented, what to do instead; status 2 is the user's mistake. */
function startFailure(status: number, output: string, dataDir: string): ImagoError {
  const [message = '', ...fix] = output.trim().split('\n').slice(-12);
  return new ImagoError({
    code: 'local-start-failed',
    source: status === 2 ? 'user' : 'cloud',
    message: message === '' ? `the local cloud ended with status ${status} before it served` : message,
    fix:
      fix.length > 0
        ? fix.map((line) => line.trim()).join('\n')
        : `see ${join(dataDir, 'log', 'daemon.log')}`,
  });
}

/** Asks the daemon to stop and waits until its process is gone. */
export async function stopDaemon(pid: number, signal: AbortSignal): Promise<void> {
  askToStop(pid);
  const deadline = Date.now() + 120_000;
  while (isAlive(pid)) {
    if (Date.now() > deadline) {
      throw new ImagoError({
        code: 'local-stop-timeout',
        source: 'cloud',
        message: `the local cloud (pid ${pid}) has not stopped within 120s`,
        fix: 'look at `imago local logs`, then run `imago local stop` again',
      });
    }
    await sleep(20, undefined, { signal });
  }
}

function askToStop(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    // It ended in this very moment.
    if (code === 'ESRCH') return;
    throw new ImagoError({
      code: 'not-root',
      source: 'user',
      message: `the local cloud (pid ${pid}) belongs to root, and only root can stop it`,
      fix: 'run `sudo imago local stop`',
      cause,
    });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie that its parent has not collected yet is gone for us.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
