import { milliseconds } from '@imago/engine';
import type { Clock, Duration } from '@imago/engine';
import { createQueue } from './simulator/queue.ts';

/** A clock that stands still until everybody sleeps, and then jumps to the next one who wakes. */
export interface VirtualClock extends Clock {
  /** Lets time pass until `work` is done; rejects when it has not ended after `limit`. */
  drive<T>(work: Promise<T>, limit: Duration): Promise<T>;
  /** Called for every jump, with the new time. */
  onTick(listener: (now: Date) => void): void;
  /** Milliseconds since 1970. */
  time(): number;
  /** As `sleep`, which nobody ends early. */
  pass(length: number): Promise<void>;
  /** Calls `work` again and again, which wakes nobody; answers how to stop it. */
  every(length: number, work: () => void): () => void;
}

/** Starts at a fixed time, so that runs are alike. */
export function createVirtualClock(start: Date = new Date('2026-01-01T00:00:00Z')): VirtualClock {
  let now = start.getTime();
  const queue = createQueue<{ readonly wakes: boolean; run(): void }>();
  const listeners: ((now: Date) => void)[] = [];

  /** Jumps until somebody has woken; answers whether there was anybody. */
  const jump = (last: number): boolean => {
    for (;;) {
      const next = queue.take();
      if (next === undefined) return false;
      if (next.at > now) {
        now = next.at;
        const date = new Date(now);
        for (const listener of listeners) listener(date);
      }
      next.value.run();
      if (next.value.wakes || now > last) return true;
    }
  };
  const pass = (length: number): Promise<void> =>
    new Promise((resolve) => void queue.add(now + length, { wakes: true, run: resolve }));

  return {
    now: () => new Date(now),
    time: () => now,
    pass,
    sleep(duration, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        const abort = (): void => {
          queue.cancel(entry);
          reject(signal.reason);
        };
        const entry = queue.add(now + duration.milliseconds, {
          wakes: true,
          run() {
            signal.removeEventListener('abort', abort);
            resolve();
          },
        });
        signal.addEventListener('abort', abort, { once: true });
      });
    },
    every(length, work) {
      const again = { wakes: false, run: tick };
      let entry = queue.add(now + length, again);
      let stopped = false;
      function tick(): void {
        work();
        if (!stopped) entry = queue.add(now + length, again);
      }
      return () => {
        stopped = true;
        queue.cancel(entry);
      };
    },
    onTick: (listener) => void listeners.push(listener),
    async drive(work, limit = milliseconds(0)) {
      let done = false;
      const end = (): void => {
        done = true;
      };
      work.then(end, end);
      const last = now + limit.milliseconds;
      // Outside of a promise's reaction a tick comes before them.
      await Promise.resolve();
      for (;;) {
        // All that can go on without time passing goes on first.
        await settle();
        if (done) return work;
        if (now > last) throw new Error(`not done after ${limit.milliseconds / 1000}s of virtual time`);
        if (!jump(last)) throw new Error('nobody sleeps and nothing goes on: a promise never settles');
      }
    },
  };
}

/** Node calls this when every promise reaction that is ready has run; it needs no turn of the event loop. */
const settle = (): Promise<void> =>
  new Promise((resolve) => {
    process.nextTick(resolve);
  });
