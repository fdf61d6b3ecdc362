import type { Duration, TestSignals } from '@imago/engine';

/** How long a test may go on. */
export interface TimeLimit {
  /** Given when it is aborted, or its time is over. */
  readonly signal: AbortSignal;
  readonly late: () => boolean;
  clear(): void;
}

/** The time of a test; of one that runs during an upgrade it begins when it is asked to come to its end. */
export function limitTime({ milliseconds }: Duration, { abort, stop }: TestSignals): TimeLimit {
  const over = new AbortController();
  let late = false;
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => {
    timer = setTimeout(() => {
      late = true;
      over.abort(new Error('its time is over'));
    }, milliseconds);
  };
  const end = (): void => over.abort(abort.reason);
  if (abort.aborted) end();
  else abort.addEventListener('abort', end, { once: true });
  if (stop === undefined || stop.aborted) begin();
  else stop.addEventListener('abort', begin, { once: true });
  return {
    signal: over.signal,
    late: () => late,
    clear() {
      clearTimeout(timer);
      abort.removeEventListener('abort', end);
      stop?.removeEventListener('abort', begin);
    },
  };
}
