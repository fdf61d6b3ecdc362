/** Something that happens by itself: looks at the records and brings the cloud closer to them. */
export interface Controller {
  tick(): Promise<void>;
}

/** Controllers that are being ticked. */
export interface Loop {
  /** Ticks every controller at once, or again right after the tick that it is in. */
  poke(): void;
  /** Ticks no more; resolves when the ticks that run have ended. */
  stop(): Promise<void>;
}

/**
 * Ticks controllers every `intervalMs` and whenever something changed. A controller never overlaps itself, waits
 * for no other, and one that fails is logged and ticked again like the others.
 */
export function startLoop(
  controllers: Readonly<Record<string, Controller>>,
  log: (event: string, facts?: Readonly<Record<string, unknown>>) => void,
  intervalMs = 200,
): Loop {
  const runners = Object.entries(controllers).map(([name, controller]) =>
    startRunner(controller, intervalMs, (error) =>
      log('controller failed', {
        controller: name,
        error: error instanceof Error ? error.message : String(error),
        stack: error instanceof Error ? error.stack : undefined,
      }),
    ),
  );
  return {
    poke: () => {
      for (const runner of runners) runner.poke();
    },
    stop: async () => {
      await Promise.all(runners.map((runner) => runner.stop()));
    },
  };
}

/** Under a flood of changes a controller looks this often at most: each look costs a walk through the records. */
const GAP_MILLISECONDS = 5;
/** And rarer the more records there are: it rests this many times as long as a look holds up everything else ... */
const REST = 20;
/** ... but never longer than nobody notices. */
const LONGEST_GAP_MILLISECONDS = 25;

function startRunner(controller: Controller, intervalMs: number, failed: (error: unknown) => void): Loop {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let poked = false;
  let stopped = false;
  let startedAt = -GAP_MILLISECONDS;
  let blocked = 0;

  const look = async (): Promise<void> => {
    const began = performance.now();
    const ended = controller.tick();
    blocked = performance.now() - began;
    await ended;
  };
  const gap = (): number => {
    const rest = Math.min(Math.max(GAP_MILLISECONDS, blocked * REST), LONGEST_GAP_MILLISECONDS);
    return Math.max(0, startedAt + rest - performance.now());
  };
  const schedule = (delay: number): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(start, delay);
  };
  const start = (): void => {
    poked = false;
    startedAt = performance.now();
    running = Promise.resolve()
      .then(look)
      .then(
        () => true,
        (error: unknown) => {
          failed(error);
          return false;
        },
      )
      .then((succeeded) => {
        running = undefined;
        // What fails has to wait: it may have poked itself.
        schedule(poked && succeeded ? gap() : intervalMs);
      });
  };
  schedule(gap());
  return {
    poke: () => {
      if (poked) return;
      poked = true;
      if (!running) schedule(gap());
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
