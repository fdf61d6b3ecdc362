import { buildCommand, type Command } from '@stricli/core';
import type { CliContext } from '../context.ts';

/** Options of `imago doctor`. */
export interface DoctorFlags {
  readonly fix: boolean;
}

/** `imago doctor`: is this machine fit for the local cloud. */
export const doctorCommand: Command<CliContext> = buildCommand<DoctorFlags, [], CliContext>({
  loader: async () => (await import('../local/doctor.ts')).doctor,
  parameters: {
    flags: {
      fix: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Install the Debian packages that are missing',
      },
    },
  },
  docs: { brief: 'Check this machine; --fix installs missing Debian packages' },
});
