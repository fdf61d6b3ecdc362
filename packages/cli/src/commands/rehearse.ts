import { buildCommand, type Command } from '@stricli/core';
import { type Duration, hours, ImagoError, parseDuration, type StrategySettings } from '@imago/engine';
import type { CliContext } from '../context.ts';
import { environmentParameter, type VariableFlags, varFilesFlag, varsFlag } from './parameters.ts';

/** Options of `imago rehearse`. */
export interface RehearseFlags extends VariableFlags {
  readonly create: boolean;
  readonly upgrade: boolean;
  readonly remove?: string;
  readonly keep: boolean;
  readonly data?: 'snapshots' | 'empty';
  readonly ttl?: Duration;
  readonly bake: boolean;
  readonly image?: string;
  readonly strategy?: StrategySettings['kind'];
}

/** How long a rehearsal may last, and stay, where nothing is said. */
export const usualTtl: Duration = hours(2);

/** `imago rehearse ENV`: in a throw-away environment first. */
export const rehearseCommand: Command<CliContext> = buildCommand<RehearseFlags, [string], CliContext>({
  loader: async () => (await import('../runs/rehearse.ts')).rehearseEnvironment,
  parameters: {
    positional: { kind: 'tuple', parameters: [environmentParameter] },
    flags: {
      create: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Create the environment from nothing, test it, and take it down',
      },
      upgrade: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Create it as it is live now, upgrade that, test it, and take it down',
      },
      remove: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'ID',
        brief: 'Remove a rehearsal that was kept',
      },
      keep: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Leave it until it expires, to be looked at',
      },
      data: {
        kind: 'enum',
        values: ['snapshots', 'empty'],
        optional: true,
        brief:
          'What the volumes of a cluster that is upgraded hold: copies of its data unless told, or nothing',
      },
      ttl: {
        kind: 'parsed',
        parse: parseTtl,
        optional: true,
        placeholder: 'TIME',
        brief: 'How long it may take, and be kept: 2h unless told',
      },
      bake: {
        kind: 'boolean',
        default: true,
        brief: 'Bake what is not baked yet; --no-bake refuses instead',
      },
      image: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'ID',
        brief: 'Rehearse this image instead',
      },
      strategy: {
        kind: 'enum',
        values: ['blue-green', 'canary', 'rolling'],
        optional: true,
        brief: 'Roll out this way, whatever the config says',
      },
      var: varsFlag,
      varFile: varFilesFlag,
    },
  },
  docs: { brief: 'Try a release in a throw-away environment, with its tests' },
});

function parseTtl(text: string): Duration {
  const read = parseDuration(text);
  if (read !== undefined && read.milliseconds >= 60_000) return read;
  throw new ImagoError({
    code: 'bad-ttl',
    source: 'user',
    message: `${JSON.stringify(text)} is no time that a rehearsal could take: write --ttl 30m or --ttl 2h`,
  });
}
