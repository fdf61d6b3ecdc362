import { ImagoError } from '@imago/engine';
import { isInterruption } from '../exit-code.ts';

/** What a person reads when a command gives up: what is wrong, what to do instead, and with `--verbose` where. */
export function errorText(error: unknown, options: { readonly verbose: boolean }): string {
  if (isInterruption(error)) return 'imago: interrupted';
  if (!(error instanceof Error)) return `imago: ${String(error)}`;
  const lines = [`imago: ${error.message}`];
  if (error instanceof ImagoError) {
    if (error.fix !== undefined) lines.push(...error.fix.split('\n').map((line) => `  ${line}`));
    if (error.source === 'internal')
      lines.push('  this is a defect of Imago: please report it with the output of --verbose');
  } else if (!options.verbose) {
    lines.push('  run again with --verbose for where it happened');
  }
  if (options.verbose && error.stack !== undefined) lines.push(error.stack);
  if (options.verbose && error.cause instanceof Error)
    lines.push(`caused by ${error.cause.stack ?? error.cause.message}`);
  return lines.join('\n');
}
