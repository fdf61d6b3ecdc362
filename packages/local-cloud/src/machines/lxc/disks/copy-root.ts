import { mkdir, rename, rmdir } from 'node:fs/promises';
import { run } from '../../run.ts';

/** Copies a layer with everything that overlay keeps in it: whiteouts, and attributes of the `trusted` kind. */
export async function copyLayer(source: string, target: string): Promise<void> {
  await run('cp', ['--archive', '--reflink=auto', '--no-target-directory', source, target]);
}

/**
 * Copies what a machine sees through all its layers into one. The stack is mounted in a name space that goes with
 * the copying process.
 */
export async function copyMerged(layers: readonly string[], target: string): Promise<void> {
  const part = `${target}.part`;
  const view = `${target}.view`;
  await Promise.all([mkdir(part), mkdir(view)]);
  const script = `set -eu
mount --types overlay imago --options "ro,lowerdir=$1" "$2"
cp --archive --no-target-directory "$2" "$3"`;
  const shell = ['sh', '-c', script, 'imago-merge', layers.join(':'), view, part];
  await run('unshare', ['--mount', '--propagation', 'private', ...shell]);
  await Promise.all([rename(part, target), rmdir(view)]);
}

/** The room a directory tree takes, in bytes. */
export async function sizeOf(root: string): Promise<number> {
  const { stdout } = await run('du', ['--summarize', '--block-size=1', root]);
  return Number.parseInt(stdout, 10);
}
