import type { BakeEvent, RolloutEvent } from '@imago/engine';
import type { CliContext } from '../context.ts';
import { createJsonLinesReporter } from './json-lines.ts';
import { createPlainReporter } from './plain.ts';
import { tellInterruption } from './tell-interruption.ts';

/** Shows a run while it goes on: live in a terminal, timestamped lines elsewhere, JSON lines with `--json`. */
export interface Reporter {
  bake(event: BakeEvent): void;
  rollout(event: RolloutEvent): void;
  /** Something to know that belongs to no run. */
  note(text: string): void;
  /** Puts the terminal back; nothing may be reported afterwards. Closing twice is fine. */
  close(): void;
}

const silent: Reporter = { bake: () => {}, rollout: () => {}, note: () => {}, close: () => {} };

/** The reporter that fits where the output goes; it says so when the run is interrupted. */
export async function createReporter(context: CliContext): Promise<Reporter> {
  return tellInterruption(await reporterFor(context), context.signal);
}

async function reporterFor(context: CliContext): Promise<Reporter> {
  const { options, process } = context;
  if (options.json) return createJsonLinesReporter((line) => process.stdout.write(line));
  if (options.quiet) return silent;
  const plain = createPlainReporter(
    (line) => process.stderr.write(line),
    () => new Date(),
  );
  if (!process.stderr.isTTY || process.env['TERM'] === 'dumb') return plain;
  const { createLiveReporter } = await import('./live.ts');
  return createLiveReporter(process.stderr, { color: options.color });
}
