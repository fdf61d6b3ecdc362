import type { Duration } from '../model/duration.ts';
import { milliseconds } from '../model/duration.ts';
import type { Clock } from '../ports/clock.ts';

export interface WaitOptions {
  readonly clock: Clock;
  readonly interval: Duration;
  readonly timeout: Duration;
  readonly signal: AbortSignal;
  /** The error when the time is over. */
  readonly onTimeout: () => Error;
}

/** Looks again and again until `look` answers something; an interrupt or the end of the time ends it with an error. */
export async function waitUntil<T>(look: () => Promise<T | undefined>, options: WaitOptions): Promise<T> {
  const { clock, interval, timeout, signal } = options;
  const end = clock.now().getTime() + timeout.milliseconds;
  for (;;) {
    signal.throwIfAborted();
    const found = await look();
    if (found !== undefined) return found;
    const left = end - clock.now().getTime();
    if (left <= 0) throw options.onTimeout();
    await clock.sleep(milliseconds(Math.min(interval.milliseconds, left)), signal);
  }
}

/** Runs work under a time limit of its own: its signal is aborted by the parent's or when the time is over. */
export async function withTimeLimit<T>(
  work: (signal: AbortSignal) => Promise<T>,
  limit: {
    readonly clock: Clock;
    readonly timeout: Duration;
    readonly signal?: AbortSignal;
    readonly onTimeout: () => Error;
  },
): Promise<T> {
  const timer = new AbortController();
  const over = new AbortController();
  const limited = limit.signal === undefined ? over.signal : AbortSignal.any([limit.signal, over.signal]);
  const timing = limit.clock.sleep(limit.timeout, timer.signal).then(
    () => over.abort(limit.onTimeout()),
    () => undefined,
  );
  try {
    return await work(limited);
  } catch (error) {
    // what the work threw when it was cut off matters less than why it was
    limited.throwIfAborted();
    throw error;
  } finally {
    timer.abort();
    await timing;
  }
}
