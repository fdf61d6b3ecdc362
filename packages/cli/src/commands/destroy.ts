import { buildCommand, type Command } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { breakLockFlag, environmentParameter, type LockFlags } from './parameters.ts';

/** Options of `imago destroy`. */
export interface DestroyFlags extends LockFlags {
  readonly deleteData: boolean;
}

/** `imago destroy ENV`. */
export const destroyCommand: Command<CliContext> = buildCommand<DestroyFlags, [string], CliContext>({
  loader: async () => (await import('../runs/destroy.ts')).destroyEnvironment,
  parameters: {
    positional: { kind: 'tuple', parameters: [environmentParameter] },
    flags: {
      deleteData: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: "Delete a cluster's volumes too; without it they stay",
      },
      breakLock: breakLockFlag,
    },
  },
  docs: { brief: 'Remove everything of an environment' },
});
