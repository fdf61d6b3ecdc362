import { buildCommand, type Command } from '@stricli/core';
import type { CliContext } from '../context.ts';
import {
  breakLockFlag,
  environmentParameter,
  type LockFlags,
  overrideGateFlag,
  type OverrideFlags,
  reasonFlag,
} from './parameters.ts';

/** Options of `imago promote`. */
export interface PromoteFlags extends OverrideFlags, LockFlags {
  readonly full: boolean;
}

/** `imago promote ENV`: past a pause or an approval. */
export const promoteCommand: Command<CliContext> = buildCommand<PromoteFlags, [string], CliContext>({
  loader: async () => (await import('../runs/promote.ts')).promoteEnvironment,
  parameters: {
    positional: { kind: 'tuple', parameters: [environmentParameter] },
    flags: {
      full: { kind: 'boolean', default: false, withNegated: false, brief: 'Skip the steps that are left' },
      overrideGate: overrideGateFlag,
      reason: reasonFlag,
      breakLock: breakLockFlag,
    },
  },
  docs: { brief: 'Go on after a pause, or approve' },
});
