import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '@imago/engine';

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => new Date(),
  async sleep({ milliseconds }, signal) {
    signal.throwIfAborted();
    try {
      await wait(milliseconds, undefined, { signal });
    } catch (error) {
      // node wraps the reason in an AbortError of its own; the port promises the reason itself
      signal.throwIfAborted();
      throw error;
    }
  },
};
