import type { Duration } from '../model/duration.ts';

/** Time, so that tests and the simulator can run it. */
export interface Clock {
  now(): Date;
  /** Rejects with the signal's reason when it is aborted. */
  sleep(duration: Duration, signal: AbortSignal): Promise<void>;
}
