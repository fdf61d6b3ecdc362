import { setTimeout as sleep } from 'node:timers/promises';
import { holdName } from '../../hold-name.ts';

const RETRY_MILLISECONDS = 5;

/** What is done under the lock takes a few hundred milliseconds; a host may have a dozen clouds. */
const PATIENCE_MILLISECONDS = 60_000;

/**
 * Does something while no other cloud of this host does: what clouds share (settings, claims) is looked at and
 * changed in one go. A process that dies gives the lock back.
 */
export async function underHostLock<T>(action: () => Promise<T>): Promise<T> {
  const release = await takeLock();
  try {
    return await action();
  } finally {
    await release();
  }
}

async function takeLock(): Promise<() => Promise<void>> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const release = await holdName('host');
    if (release !== undefined) return release;
    if (Date.now() > deadline) {
      throw new Error(
        `another local cloud has been opening or closing for ${PATIENCE_MILLISECONDS / 1000}s: find its process with "ss -xlp", end it, and try again`,
      );
    }
    await sleep(RETRY_MILLISECONDS);
  }
}
