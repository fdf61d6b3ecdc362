import { buildCommand, type Command } from '@stricli/core';
import type { CliContext } from '../context.ts';

/** Options of `imago images`. */
export interface ImagesFlags {
  readonly cloud?: 'local' | 'aws';
}

/** `imago images`: what was baked, newest first. */
export const imagesCommand: Command<CliContext> = buildCommand<ImagesFlags, [], CliContext>({
  loader: async () => (await import('../runs/images.ts')).listImages,
  parameters: {
    flags: {
      cloud: { kind: 'enum', values: ['local', 'aws'], optional: true, brief: 'Where (default: local)' },
    },
  },
  docs: { brief: 'Images that imago baked, with their fingerprints' },
});
