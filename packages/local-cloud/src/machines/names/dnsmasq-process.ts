import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { run } from '../run.ts';
import type { NameServerPaths } from './name-server-paths.ts';

const STEP_MS = 5;

/** Starts the process of a name server in the background; it answers when this resolves. */
export async function startProcess({ config }: NameServerPaths): Promise<void> {
  await run('dnsmasq', [`--conf-file=${config}`], { cwd: '/', timeoutMs: 10_000 });
}

/** The process id while it runs. */
export function runningPid({ pid, config }: NameServerPaths): number | undefined {
  try {
    const found = Number(readFileSync(pid, 'utf8'));
    return serves(found, config) ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Ends every process that serves a configuration whose path starts with `prefix`; resolves when they are gone. */
export async function stopProcesses(prefix: string): Promise<void> {
  const pids = findProcesses(prefix);
  for (const pid of pids) {
    try {
      // They hold nothing that they could lose, and the next one waits for their port.
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended between the look and the signal.
    }
  }
  const deadline = Date.now() + 2000;
  while (pids.some(isAlive) && Date.now() < deadline) await delay(STEP_MS);
}

/** A process that ends loses its command line first and its sockets later, when nothing but its state is left. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

function findProcesses(prefix: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => serves(pid, prefix));
}

function serves(pid: number, prefix: string): boolean {
  try {
    const [command = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return command.endsWith('dnsmasq') && args.some((arg) => arg.startsWith(`--conf-file=${prefix}`));
  } catch {
    // It ended in the meantime.
    return false;
  }
}
