import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../run.ts';
import type { NewVolume } from '../../volumes.ts';
import type { Layout } from '../layout.ts';

const bytesPerGiB = 1024 ** 3;
const draftPrefix = '.new-';

/** Makes the directory of volumes, and removes what a crash left half-made in it. */
export async function openVolumeFiles({ volumes }: Layout): Promise<void> {
  await mkdir(volumes, { recursive: true });
  for (const name of await readdir(volumes)) {
    if (name.startsWith(draftPrefix)) await rm(join(volumes, name), { force: true });
  }
}

/** Makes the file of a volume, which takes no more room than there are data in it. */
export async function createVolumeFile(layout: Layout, { id, sizeGiB, snapshot }: NewVolume): Promise<void> {
  if (existsSync(layout.blocks(id))) return;
  if (snapshot !== undefined && !existsSync(layout.blocks(snapshot))) {
    throw new Error(`there are no data of snapshot "${snapshot}"`);
  }
  await writeWhole(layout, id, async (draft) => {
    if (snapshot === undefined) await writeFile(draft, '');
    else await copySparse(layout.blocks(snapshot), draft);
    await truncate(draft, sizeGiB * bytesPerGiB);
  });
}

/** Makes the file of a volume larger; its device must be told. */
export async function growVolumeFile(layout: Layout, id: string, sizeGiB: number): Promise<void> {
  await truncate(layout.blocks(id), sizeGiB * bytesPerGiB);
}

/** Copies the data of a volume, or puts a copy in its place that nobody has open. */
export async function copyVolumeFile(layout: Layout, from: string, to: string): Promise<void> {
  await writeWhole(layout, to, (draft) => copySparse(layout.blocks(from), draft));
}

/** Fills a file that has its name only when it is whole. */
async function writeWhole(layout: Layout, id: string, fill: (draft: string) => Promise<void>): Promise<void> {
  const draft = join(layout.volumes, `${draftPrefix}${id}`);
  try {
    await rm(draft, { force: true });
    await fill(draft);
    await rename(draft, layout.blocks(id));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function copySparse(source: string, target: string): Promise<void> {
  await run('cp', ['--sparse=always', '--reflink=auto', source, target]);
}
