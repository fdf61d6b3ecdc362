import { buildCommand, type Command } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { type VariableFlags, varFilesFlag, varsFlag } from './parameters.ts';

/** Options of `imago bake`. */
export interface BakeFlags extends VariableFlags {
  readonly template?: string;
  readonly force: boolean;
  readonly onError: 'cleanup' | 'keep';
  readonly cloud?: 'local' | 'aws';
}

/** `imago bake`: the image id is the last line on stdout. */
export const bakeCommand: Command<CliContext> = buildCommand<BakeFlags, string[], CliContext>({
  loader: async () => (await import('../runs/bake.ts')).bakeImages,
  parameters: {
    positional: {
      kind: 'array',
      parameter: {
        brief: 'Images of the project, with what they build on (default: all)',
        parse: String,
        placeholder: 'NAME',
      },
    },
    flags: {
      template: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'FILE.json',
        brief: 'Bake a Packer template; needs no config',
      },
      var: varsFlag,
      varFile: varFilesFlag,
      force: { kind: 'boolean', default: false, withNegated: false, brief: 'Bake also what has not changed' },
      onError: {
        kind: 'enum',
        values: ['cleanup', 'keep'],
        default: 'cleanup',
        brief: 'What becomes of the temporary instance after a failure',
      },
      cloud: {
        kind: 'enum',
        values: ['local', 'aws'],
        optional: true,
        brief: 'Where to bake (default: local)',
      },
    },
  },
  docs: { brief: 'Bake the images that are not baked yet' },
});
