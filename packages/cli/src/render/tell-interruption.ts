import type { Reporter } from './reporter.ts';

/** Lets a run say that it heard the first Ctrl-C, as soon as it has begun anything that takes time to put back. */
export function tellInterruption(reporter: Reporter, signal: AbortSignal): Reporter {
  let busy = false;
  const tell = (): void => {
    if (!busy) return;
    const { reason } = signal as { readonly reason: unknown };
    const why = reason instanceof Error ? reason.message : 'interrupted';
    reporter.note(`${why}: cleaning up; twice more leaves that to the next command`);
  };
  signal.addEventListener('abort', tell, { once: true });
  return {
    bake: (event) => {
      busy = true;
      reporter.bake(event);
    },
    rollout: (event) => {
      busy = true;
      reporter.rollout(event);
    },
    note: (text) => reporter.note(text),
    close: () => {
      signal.removeEventListener('abort', tell);
      reporter.close();
    },
  };
}
