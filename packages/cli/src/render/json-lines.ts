import type { Reporter } from './reporter.ts';

/** Every event as one JSON line on stdout, in the order in which they happen. */
export function createJsonLinesReporter(write: (line: string) => void): Reporter {
  const line = (value: unknown): void => write(`${JSON.stringify(value)}\n`);
  return {
    bake: (event) => line({ event }),
    rollout: (event) => line({ event }),
    note: (text) => line({ event: { code: 'note', text } }),
    close: () => {},
  };
}
