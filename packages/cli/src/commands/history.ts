import { buildCommand, type Command } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { environmentParameter } from './parameters.ts';

/** `imago history ENV`. */
export const historyCommand: Command<CliContext> = buildCommand<NonNullable<unknown>, [string], CliContext>({
  loader: async () => (await import('../runs/history.ts')).showHistory,
  parameters: { positional: { kind: 'tuple', parameters: [environmentParameter] } },
  docs: { brief: 'All releases and rollouts, newest first' },
});
