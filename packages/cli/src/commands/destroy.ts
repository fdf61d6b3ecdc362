import { buildCommand, type Command } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { environmentParameter } from './parameters.ts';

/** `imago destroy ENV`. */
export const destroyCommand: Command<CliContext> = buildCommand<NonNullable<unknown>, [string], CliContext>({
  loader: async () => (await import('../runs/destroy.ts')).destroyEnvironment,
  parameters: { positional: { kind: 'tuple', parameters: [environmentParameter] } },
  docs: { brief: 'Remove everything of an environment' },
});
