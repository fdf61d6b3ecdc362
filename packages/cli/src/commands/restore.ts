import { buildCommand, type Command } from '@stricli/core';
import type { ReleaseId } from '@imago/engine';
import type { CliContext } from '../context.ts';
import { breakLockFlag, environmentParameter, type LockFlags, readRelease } from './parameters.ts';

/** Options of `imago restore`. */
export interface RestoreFlags extends LockFlags {
  readonly snapshot?: string;
  readonly member?: string;
  readonly release?: ReleaseId;
}

/** `imago restore ENV`: a cluster, or one member, gets the data of snapshots. */
export const restoreCommand: Command<CliContext> = buildCommand<RestoreFlags, [string], CliContext>({
  loader: async () => (await import('../runs/restore.ts')).restoreEnvironment,
  parameters: {
    positional: { kind: 'tuple', parameters: [environmentParameter] },
    flags: {
      snapshot: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'SET',
        brief: "Those of a rollout ('#12'), of a time, or one by its id; left out: says what there is",
      },
      member: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'NAME',
        brief: 'This member alone, while the others go on (default: all)',
      },
      release: {
        kind: 'parsed',
        parse: readRelease,
        optional: true,
        placeholder: 'rN',
        brief: 'Release that the data come up on (default: the live one)',
      },
      breakLock: breakLockFlag,
    },
  },
  docs: { brief: 'Give a cluster the data of snapshots; its volumes are kept' },
});
