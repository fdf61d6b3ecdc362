/** Background work on machines: at most one job for a machine at a time, and a bounded number of jobs in all. */
export interface InstancesWork {
  /** Whether a job for this machine runs or waits. */
  isBusy(id: string): boolean;
  /** Queues a job. A job must not fail: it records what went wrong. */
  start(id: string, job: () => Promise<void>): void;
  /** Resolves when no job runs or waits. */
  idle(): Promise<void>;
}

/** Makes a queue that runs `limit` jobs at a time and calls `onDone` after each. */
export function createInstancesWork(limit: number, onDone: () => void): InstancesWork {
  const busy = new Set<string>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let idlers: (() => void)[] = [];

  async function run(id: string, job: () => Promise<void>): Promise<void> {
    try {
      await job();
    } finally {
      running--;
      busy.delete(id);
      onDone();
      next();
    }
  }

  function next(): void {
    while (running < limit) {
      const launch = waiting.shift();
      if (!launch) break;
      running++;
      launch();
    }
    if (running > 0) return;
    for (const resolve of idlers) resolve();
    idlers = [];
  }

  return {
    isBusy: (id) => busy.has(id),
    start(id, job) {
      busy.add(id);
      waiting.push(() => void run(id, job));
      next();
    },
    idle: () => (running === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  };
}
