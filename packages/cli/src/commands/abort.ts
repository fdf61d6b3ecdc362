import { buildCommand, type Command } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { breakLockFlag, environmentParameter, type LockFlags, reasonFlag } from './parameters.ts';

/** Options of `imago abort`. */
export interface AbortFlags extends LockFlags {
  readonly reason?: string;
}

/** `imago abort ENV`: back to where the rollout began. */
export const abortCommand: Command<CliContext> = buildCommand<AbortFlags, [string], CliContext>({
  loader: async () => (await import('../runs/abort.ts')).abortEnvironment,
  parameters: {
    positional: { kind: 'tuple', parameters: [environmentParameter] },
    flags: { reason: reasonFlag, breakLock: breakLockFlag },
  },
  docs: { brief: 'Put everything back to where the rollout began' },
});
