import { spawn } from 'node:child_process';

/** What an outside load generator counted. */
export interface LoadTotals {
  readonly requests: number;
  readonly failures: number;
  /** What failed, in the generator's words. */
  readonly detail: string;
}

/** Runs Debian's wrk against an address: 16 connections, kept alive or a new one for each request. */
export function startWrk(url: string, seconds: number, keepAlive: boolean): Promise<LoadTotals> {
  const headers = keepAlive ? [] : ['-H', 'Connection: close'];
  const child = spawn('wrk', ['-t1', '-c16', `-d${seconds}s`, ...headers, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(readTotals(text)));
  });
}

/** wrk's own count: socket errors and everything that is not 2xx or 3xx. */
function readTotals(text: string): LoadTotals {
  const socket = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(text);
  const status = /Non-2xx or 3xx responses: (\d+)/.exec(text);
  const failures = (socket?.slice(1) ?? []).reduce(
    (sum, count) => sum + Number(count),
    Number(status?.[1] ?? 0),
  );
  return {
    requests: Number(/(\d+) requests in/.exec(text)?.[1] ?? 0),
    failures,
    detail: [socket?.[0], status?.[0]].filter((part) => part !== undefined).join('; '),
  };
}
