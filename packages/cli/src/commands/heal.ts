import { buildCommand, type Command } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { breakLockFlag, environmentParameter, type LockFlags } from './parameters.ts';

/** `imago heal ENV`: members of a cluster that are down come up again. */
export const healCommand: Command<CliContext> = buildCommand<LockFlags, [string], CliContext>({
  loader: async () => (await import('../runs/heal.ts')).healEnvironment,
  parameters: {
    positional: { kind: 'tuple', parameters: [environmentParameter] },
    flags: { breakLock: breakLockFlag },
  },
  docs: { brief: 'Bring members of a cluster that are down up again' },
});
