import { buildCommand, type Command } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { environmentParameter } from './parameters.ts';

/** `imago pause ENV`: a rollout that runs stops before its next step. */
export const pauseCommand: Command<CliContext> = buildCommand<NonNullable<unknown>, [string], CliContext>({
  loader: async () => (await import('../runs/pause.ts')).pauseEnvironment,
  parameters: {
    positional: { kind: 'tuple', parameters: [environmentParameter] },
  },
  docs: { brief: 'Stop a rollout before its next step' },
});
