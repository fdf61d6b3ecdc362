import { setTimeout as sleep } from 'node:timers/promises';

/** Asks every few milliseconds until it holds; false when it still does not after `timeoutMs`. */
export async function waitUntil(holds: () => boolean, timeoutMs: number, everyMs = 10): Promise<boolean> {
  const end = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() >= end) return false;
    await sleep(everyMs);
  }
  return true;
}
