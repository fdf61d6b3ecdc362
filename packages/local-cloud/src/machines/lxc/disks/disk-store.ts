import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson, writeJson } from '../host/json-file.ts';
import type { Layout } from '../layout.ts';
import type { DiskRecord, DiskRef } from './disk-record.ts';
import { layersOf, unusedDisks } from './layers.ts';

/** A disk that is being made; it counts only when it is complete. */
interface DiskDraft {
  readonly number: number;
  /** Where its root is put. */
  readonly root: string;
}

/** The frozen disks of a cloud. Their records lie beside them: a crash loses nothing. */
export interface DiskStore {
  /** Reads what is there and removes what was half made. `frozen`: drafts that a freeze will still complete. */
  open(frozen: ReadonlySet<number>): Promise<void>;
  find(name: string): DiskRecord | undefined;
  layers(on: DiskRef): readonly string[];
  /** Where a draft of that number has its root. */
  draft(number: number): DiskDraft;
  newDraft(): Promise<DiskDraft>;
  dropDraft(draft: DiskDraft): Promise<void>;
  /** Makes a draft a disk. */
  commit(draft: DiskDraft, record: Omit<DiskRecord, 'number' | 'deleted'>): Promise<void>;
  delete(name: string): Promise<void>;
  /** Removes the deleted disks that carry nothing, now that machines lie on those given. */
  collect(machinesOn: Iterable<DiskRef>): Promise<void>;
}

const recordFile = 'disk.json';

/** Opens nothing yet: see `open`. */
export function createDiskStore(layout: Layout): DiskStore {
  const disks = new Map<number, DiskRecord>();
  let last = 0;
  const directory = (number: number): string => join(layout.disks, String(number));
  const draftDirectory = (number: number): string => join(layout.disks, `.new-${number}`);

  function draft(number: number): DiskDraft {
    return { number, root: join(draftDirectory(number), 'root') };
  }

  function find(name: string): DiskRecord | undefined {
    return [...disks.values()].find((disk) => disk.name === name && !disk.deleted);
  }

  /** Takes the disk out of sight at once; deleting its files may take long. */
  async function remove(number: number): Promise<void> {
    const gone = join(layout.disks, `.gone-${number}`);
    await rename(directory(number), gone);
    disks.delete(number);
    await rm(gone, { recursive: true, force: true });
  }

  return {
    async open(frozen) {
      await mkdir(layout.disks, { recursive: true });
      disks.clear();
      for (const name of await readdir(layout.disks)) {
        const number = Number(name.replace(/^\.(new|gone)-/, ''));
        last = Math.max(last, number);
        const record = readJson<DiskRecord>(join(layout.disks, name, recordFile));
        if (!name.startsWith('.') && record !== undefined) disks.set(number, record);
        else if (!(name.startsWith('.new-') && frozen.has(number))) {
          await rm(join(layout.disks, name), { recursive: true, force: true });
        }
      }
    },
    find,
    layers: (on) => layersOf(on, disks, layout.diskRoot),
    draft,
    async newDraft() {
      last += 1;
      await mkdir(draftDirectory(last));
      return draft(last);
    },
    dropDraft: ({ number }) => rm(draftDirectory(number), { recursive: true, force: true }),
    async commit({ number }, { name, on, bytes }) {
      const record: DiskRecord = { number, name, on, bytes, deleted: false };
      if (!existsSync(directory(number))) {
        await writeJson(join(draftDirectory(number), recordFile), record);
        await rename(draftDirectory(number), directory(number));
      }
      disks.set(number, record);
    },
    async delete(name) {
      const disk = find(name);
      if (disk === undefined) return;
      const deleted = { ...disk, deleted: true };
      disks.set(disk.number, deleted);
      await writeJson(join(directory(disk.number), recordFile), deleted);
    },
    async collect(machinesOn) {
      for (const number of unusedDisks(disks, machinesOn)) await remove(number);
    },
  };
}
