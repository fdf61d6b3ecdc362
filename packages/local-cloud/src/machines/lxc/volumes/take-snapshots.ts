import { existsSync } from 'node:fs';
import { run } from '../../run.ts';
import type { Layout } from '../layout.ts';
import { whileHeld } from './hold-still.ts';
import { loopOf } from './loop-devices.ts';
import { holderOf } from './machine-volumes.ts';
import { mountsOf } from './mounts.ts';
import { copyVolumeFile } from './volume-files.ts';

/** Copies volumes as they are at one moment, those that are not copied yet. */
export async function takeSnapshots(
  layout: Layout,
  copies: readonly { readonly volume: string; readonly snapshot: string }[],
  initOf: (machine: string) => Promise<number | undefined>,
): Promise<void> {
  const missing = copies.filter(({ snapshot }) => !existsSync(layout.blocks(snapshot)));
  if (missing.length === 0) return;
  const mounted = await Promise.all(missing.map(({ volume }) => mountOf(layout, volume, initOf)));
  const paths = mounted.filter((path) => path !== undefined);
  await whileHeld(layout, paths, async () => {
    for (const { volume } of missing) {
      const loop = await loopOf(layout.blocks(volume));
      // What was written to the device itself, past any file system.
      if (loop) await run('blockdev', ['--flushbufs', loop.path]);
    }
    for (const { volume, snapshot } of missing) await copyVolumeFile(layout, volume, snapshot);
  });
}

/** Where the host reaches the file system that the volume's machine has mounted from it. */
async function mountOf(
  layout: Layout,
  volume: string,
  initOf: (machine: string) => Promise<number | undefined>,
): Promise<string | undefined> {
  const holder = holderOf(layout, volume);
  const init = holder === undefined ? undefined : await initOf(holder);
  const loop = await loopOf(layout.blocks(volume));
  if (init === undefined || loop === undefined) return undefined;
  const [path] = await mountsOf(init, loop);
  return path === undefined ? undefined : `/proc/${init}/root${path}`;
}
