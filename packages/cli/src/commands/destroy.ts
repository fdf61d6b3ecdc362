import { buildCommand, type Command } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { breakLockFlag, environmentParameter, type LockFlags } from './parameters.ts';

/** `imago destroy ENV`. */
export const destroyCommand: Command<CliContext> = buildCommand<LockFlags, [string], CliContext>({
  loader: async () => (await import('../runs/destroy.ts')).destroyEnvironment,
  parameters: {
    positional: { kind: 'tuple', parameters: [environmentParameter] },
    flags: { breakLock: breakLockFlag },
  },
  docs: { brief: 'Remove everything of an environment' },
});
