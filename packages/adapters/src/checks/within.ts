import type { Duration } from '@imago/engine';

/**
 * Lets work go on until it is done, the time is over or the signal is given; its own signal tells it of both. An answer
 * that it has at that moment counts, as it may say more than that the time is over.
 */
export async function within<T>(
  { milliseconds }: Duration,
  late: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  // not AbortSignal.timeout: Node lets a collected one never fire
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(new Error(late)), milliseconds);
  const stop = (): void => over.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work(over.signal), aborted(over.signal)]);
  } catch (error) {
    throw over.signal.aborted ? over.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => setImmediate(() => reject(signal.reason as Error)), {
      once: true,
    });
  });
}
