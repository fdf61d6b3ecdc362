import { buildCommand, type Command } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { environmentParameter } from './parameters.ts';

/** Options of `imago status`. */
export interface StatusFlags {
  readonly watch: boolean;
}

/** `imago status ENV`. */
export const statusCommand: Command<CliContext> = buildCommand<StatusFlags, [string], CliContext>({
  loader: async () => (await import('../runs/status.ts')).showStatus,
  parameters: {
    positional: { kind: 'tuple', parameters: [environmentParameter] },
    flags: { watch: { kind: 'boolean', default: false, withNegated: false, brief: 'Go on until Ctrl-C' } },
  },
  docs: { brief: 'What runs, on which release, how healthy' },
});
