import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './run-imago.ts';
import type { LoadTotals } from './wrk.ts';

/** Requests at a constant rate from a process of its own, half of them on kept-alive connections, until stopped. */
export function startSteadyLoad(
  url: string,
  perSecond: number,
): { readonly stop: () => Promise<LoadTotals> } {
  const child = spawn(process.execPath, [join(root, 'scripts/load.mjs'), url, String(perSecond)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise((resolve) => child.once('close', resolve));
  return {
    async stop() {
      child.kill('SIGTERM');
      await ended;
      const { requests, failures, examples } = JSON.parse(text) as {
        readonly requests: number;
        readonly failures: number;
        readonly examples: readonly string[];
      };
      return { requests, failures, detail: examples.join('; ') };
    },
  };
}
