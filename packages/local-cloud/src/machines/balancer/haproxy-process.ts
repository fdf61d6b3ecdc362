import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { run } from '../run.ts';
import { askSocket } from './ask-socket.ts';
import { findProcesses, serves } from './find-processes.ts';
import type { BalancerPaths } from './balancer-paths.ts';

const STEP_MS = 10;

/** Starts the process of a balancer in the background; it listens when this resolves. */
export async function startProcess(paths: BalancerPaths): Promise<void> {
  await run('haproxy', ['-W', '-D', '-S', `${paths.master},mode,600`, '-p', paths.pid, '-f', paths.config], {
    cwd: '/',
    timeoutMs: 10_000,
  });
  await masterAnswers(paths);
}

/** The master's process id while it runs. */
export function masterPid(paths: BalancerPaths): number | undefined {
  try {
    const pid = Number(readFileSync(paths.pid, 'utf8'));
    return serves(pid, paths.config) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** The fingerprint of the configuration that the serving worker was started with; undefined when none answers. */
export async function runningFingerprint(paths: BalancerPaths): Promise<string | undefined> {
  try {
    return /^description: (.*)$/m.exec(await askSocket(paths.socket, 'show info'))?.[1];
  } catch {
    return undefined;
  }
}

/**
 * Makes the master read its configuration again: a new worker takes over the listening sockets, the old one
 * finishes what it has. Fails when the new configuration does not come to serve; the old one then still does.
 */
export async function reloadProcess(paths: BalancerPaths, pid: number, wanted: string): Promise<void> {
  await masterAnswers(paths);
  process.kill(pid, 'SIGUSR2');
  const serving = await eventually(async () => (await runningFingerprint(paths)) === wanted, 5000);
  if (serving && (await masterAnswers(paths))) return;
  const check = await run('haproxy', ['-c', '-f', paths.config], { accept: [0, 1] });
  throw new Error(`haproxy did not take its new configuration: ${check.stderr.slice(-2000)}`);
}

/** A master loses signals until it is set up, at its start and after a reload: its worker serves before that. */
function masterAnswers(paths: BalancerPaths): Promise<boolean> {
  return eventually(async () => {
    try {
      await askSocket(paths.master, 'show proc');
      return true;
    } catch {
      return false;
    }
  }, 2000);
}

/** Ends every process that serves a configuration whose path starts with `prefix`; resolves when they are gone. */
export async function stopProcesses(prefix: string): Promise<void> {
  signal(prefix, 'SIGTERM');
  if (await eventually(() => findProcesses(prefix).length === 0, 2000)) return;
  signal(prefix, 'SIGKILL');
  await eventually(() => findProcesses(prefix).length === 0, 2000);
}

function signal(prefix: string, name: 'SIGTERM' | 'SIGKILL'): void {
  for (const pid of findProcesses(prefix)) {
    try {
      process.kill(pid, name);
    } catch {
      // It ended between the look and the signal.
    }
  }
}

async function eventually(holds: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) return false;
    await delay(STEP_MS);
  }
  return true;
}
