import { buildCommand, type Command } from '@stricli/core';
import type { ReleaseId } from '@imago/engine';
import type { CliContext } from '../context.ts';
import { breakLockFlag, environmentParameter, type LockFlags, readRelease } from './parameters.ts';

/** Options of `imago rollback`. */
export interface RollbackFlags extends LockFlags {
  readonly to?: ReleaseId;
}

/** `imago rollback ENV`: by weights while the old side stands, else with a new group on the old image. */
export const rollbackCommand: Command<CliContext> = buildCommand<RollbackFlags, [string], CliContext>({
  loader: async () => (await import('../runs/rollback.ts')).rollBackEnvironment,
  parameters: {
    positional: { kind: 'tuple', parameters: [environmentParameter] },
    flags: {
      to: {
        kind: 'parsed',
        parse: readRelease,
        optional: true,
        placeholder: 'rN',
        brief: 'Release to go back to (default: the one before)',
      },
      breakLock: breakLockFlag,
    },
  },
  docs: { brief: 'Back to the release before, or to a given one' },
});
