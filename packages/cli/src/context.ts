import type { CommandContext } from '@stricli/core';
import type { GlobalOptions } from './global-options.ts';

/** What every command gets: the process's streams, the global options, and the signal of Ctrl-C. */
export interface CliContext extends CommandContext {
  readonly process: NodeJS.Process;
  readonly options: GlobalOptions;
  readonly signal: AbortSignal;
}

/** Prints a result: the text for people, or one JSON document with `--json`. */
export function printResult(context: CliContext, text: string, json: unknown): void {
  context.process.stdout.write(
    context.options.json ? `${JSON.stringify(json)}\n` : text === '' ? '' : `${text}\n`,
  );
}
