import { milliseconds } from '@imago/engine';
import type { Clock, Duration } from '@imago/engine';

interface Sleeper {
  readonly at: number;
  readonly order: number;
  wake(): void;
}

/** A clock that stands still until everybody sleeps, and then jumps to the next one who wakes. */
export interface VirtualClock extends Clock {
  /** Lets time pass until `work` is done; rejects when it has not ended after `limit`. */
  drive<T>(work: Promise<T>, limit: Duration): Promise<T>;
  /** Called for every jump, with the new time. */
  onTick(listener: (now: Date) => void): void;
}

/** Starts at a fixed time, so that runs are alike. */
export function createVirtualClock(start: Date = new Date('2026-01-01T00:00:00Z')): VirtualClock {
  let now = start.getTime();
  let order = 0;
  const sleepers = new Set<Sleeper>();
  const listeners: ((now: Date) => void)[] = [];

  const jump = (): boolean => {
    const next = [...sleepers].sort((a, b) => a.at - b.at || a.order - b.order)[0];
    if (next === undefined) return false;
    now = Math.max(now, next.at);
    for (const listener of listeners) listener(new Date(now));
    sleepers.delete(next);
    next.wake();
    return true;
  };

  return {
    now: () => new Date(now),
    sleep(duration, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        order += 1;
        const abort = (): void => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        };
        const sleeper: Sleeper = {
          at: now + duration.milliseconds,
          order,
          wake() {
            signal.removeEventListener('abort', abort);
            resolve();
          },
        };
        signal.addEventListener('abort', abort, { once: true });
        sleepers.add(sleeper);
      });
    },
    onTick: (listener) => void listeners.push(listener),
    async drive(work, limit = milliseconds(0)) {
      let done = false;
      const end = (): void => {
        done = true;
      };
      work.then(end, end);
      const last = now + limit.milliseconds;
      for (;;) {
        // All that can go on without time passing goes on first.
        await settle();
        if (done) return work;
        if (now > last) throw new Error(`not done after ${limit.milliseconds / 1000}s of virtual time`);
        if (!jump()) throw new Error('nobody sleeps and nothing goes on: a promise never settles');
      }
    },
  };
}

/** One turn of the event loop runs every promise reaction that is ready. */
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
