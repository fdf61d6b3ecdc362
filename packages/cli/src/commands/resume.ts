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

/** Options of `imago resume`. */
export interface ResumeFlags extends OverrideFlags, LockFlags {}

/** `imago resume ENV`: where it was left, from any machine. */
export const resumeCommand: Command<CliContext> = buildCommand<ResumeFlags, [string], CliContext>({
  loader: async () => (await import('../runs/resume.ts')).resumeEnvironment,
  parameters: {
    positional: { kind: 'tuple', parameters: [environmentParameter] },
    flags: { overrideGate: overrideGateFlag, reason: reasonFlag, breakLock: breakLockFlag },
  },
  docs: { brief: 'Go on with a rollout that waits or was killed' },
});
