import { formatDuration } from '../model/duration.ts';
import type { Duration } from '../model/duration.ts';
import type { Clock } from '../ports/clock.ts';

/** Why work was ended that took too long. */
export const tooLong = (limit: Duration): string => `it took longer than ${formatDuration(limit)}`;

/** Work whose signal also aborts when its time is over. */
export async function withinTime<T>(
  limit: Duration,
  clock: Clock,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const ended = new AbortController();
  const timer = clock.sleep(limit, ended.signal).then(
    () => over.abort(new Error(tooLong(limit))),
    () => undefined,
  );
  try {
    return await work(AbortSignal.any([signal, over.signal]));
  } finally {
    ended.abort(new Error('it has ended'));
    await timer;
  }
}
