import { mkdir } from 'node:fs/promises';
import { run } from '../../run.ts';

/** Copies a layer with everything that overlay keeps in it: whiteouts, and attributes of the `trusted` kind. */
export async function copyLayer(source: string, target: string): Promise<void> {
  await run('cp', ['--archive', '--reflink=auto', '--no-target-directory', source, target]);
}

/**
 * Copies what a machine sees through all its layers into one. The stack is mounted in a name space that goes with
 * the copying process. A relative path would not be shorter: the caller's layers fit when they are one less.
 */
export async function copyMerged(layers: readonly string[], target: string): Promise<void> {
  await mkdir(target);
  const script = `set -eu
mount --types overlay imago --options "ro,lowerdir=$1" "$2"
cp --archive --one-file-system "$2/." "$3/"`;
  const view = `${target}.view`;
  await mkdir(view);
  const shell = ['sh', '-c', script, 'imago-merge', layers.join(':'), view, target];
  await run('unshare', ['--mount', '--propagation', 'private', ...shell]);
}

/** The room a directory tree takes, in bytes. */
export async function sizeOf(root: string): Promise<number> {
  const { stdout } = await run('du', ['--summarize', '--block-size=1', root]);
  return Number.parseInt(stdout, 10);
}
