import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What a client of Consul went through while something was done to its servers. */
export interface ConsulTotals {
  /** Writes that were acknowledged. */
  readonly writes: number;
  /** Reads of acknowledged keys, by the leader's word. */
  readonly reads: number;
  /** Acknowledged writes that some server itself lacks at the end. */
  readonly lost: readonly string[];
  /** Longest time between two acknowledged writes, in milliseconds. */
  readonly longestPause: number;
  /** Who led, one after the other. */
  readonly leaders: readonly string[];
  /** Requests that no server took within half a minute, and reads that told something else than was written. */
  readonly failures: readonly string[];
}

/** Starts the example's own client in a process of its own; it writes and reads without pause until it is stopped. */
export function startConsulLoad(
  project: string,
  members: string,
): { readonly stop: () => Promise<ConsulTotals> } {
  const child = spawn(process.execPath, [join(project, 'test/keep-writing.mjs')], {
    env: { ...process.env, IMAGO_MEMBERS: members },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const ended = new Promise((resolve) => child.once('close', resolve));
  return {
    async stop() {
      child.kill('SIGTERM');
      await ended;
      return JSON.parse(text) as ConsulTotals;
    },
  };
}
