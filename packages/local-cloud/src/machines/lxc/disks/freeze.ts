import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { MachineRecord } from '../container/machine-record.ts';
import { readJson, writeJson } from '../host/json-file.ts';
import type { Layout, MachinePaths } from '../layout.ts';
import { copyLayer, copyMerged, sizeOf } from './copy-root.ts';
import type { DiskRef } from './disk-record.ts';
import type { DiskStore } from './disk-store.ts';
import { saveIdentity, stripIdentity } from './identity.ts';
import { tooDeep } from './layers.ts';

/** What every freeze works with. */
export interface FreezeFacts {
  readonly layout: Layout;
  readonly disks: DiskStore;
  readonly record: MachineRecord;
  /** Name of the disk to make. */
  readonly disk: string;
}

/** Written down before the upper layer is moved: from then on only the way forward is safe. */
interface FreezeJournal {
  readonly number: number;
  readonly disk: string;
  /** What the new disk lies on. */
  readonly on: DiskRef | null;
}

/**
 * Turns a stopped machine's upper layer into a disk by renaming it, and gives the machine a new one with its
 * identity. Layers that would not fit a mount any more are merged into a disk that lies on nothing.
 */
export async function freezeStopped(facts: FreezeFacts): Promise<void> {
  const { layout, disks, record, disk } = facts;
  const paths = layout.machine(record.spec.id);
  const layers = disks.layers(record.on);
  const draft = await disks.newDraft();
  try {
    await saveIdentity(paths.upper, paths.identity);
    const deep = tooDeep([...layers, paths.upper]);
    if (deep) await copyMerged([paths.upper, ...layers], draft.root);
    const journal: FreezeJournal = { number: draft.number, disk, on: deep ? null : record.on };
    await writeJson(paths.freezing, journal);
  } catch (error) {
    await disks.dropDraft(draft);
    throw error;
  }
  await finishFreeze(layout, disks, record);
}

/** Goes on with a freeze from wherever a crash left it; nothing to do when none had begun. */
export async function finishFreeze(layout: Layout, disks: DiskStore, record: MachineRecord): Promise<void> {
  const paths = layout.machine(record.spec.id);
  const journal = freezeJournal(paths);
  if (journal === undefined) return;
  const { number, disk, on } = journal;
  const draft = disks.draft(number);
  if (!existsSync(draft.root) && !existsSync(layout.diskRoot(number))) await rename(paths.upper, draft.root);
  if (existsSync(draft.root)) {
    await stripIdentity(draft.root);
    await disks.commit(draft, { name: disk, on, bytes: await sizeOf(draft.root) });
  }
  await writeJson(paths.record, { ...record, on: { kind: 'disk', number } } satisfies MachineRecord);
  if (existsSync(paths.identity)) {
    // There is one only when it was merged and not moved: the new disk holds the same.
    await rm(paths.upper, { recursive: true, force: true });
    await rename(paths.identity, paths.upper);
  }
  await rm(paths.freezing);
}

/** The freeze that has begun, if any. */
export function freezeJournal(paths: MachinePaths): FreezeJournal | undefined {
  return readJson<FreezeJournal>(paths.freezing);
}

/** Makes a disk by copying the machine's upper layer; the caller sees to it that nothing writes meanwhile. */
export async function freezeCopy(facts: FreezeFacts): Promise<void> {
  const { layout, disks, record } = facts;
  const { upper } = layout.machine(record.spec.id);
  const layers = disks.layers(record.on);
  if (tooDeep([...layers, upper]))
    await makeDisk(facts, null, (root) => copyMerged([upper, ...layers], root));
  else await makeDisk(facts, record.on, (root) => copyLayer(upper, root));
}

async function makeDisk(
  { disks, disk }: FreezeFacts,
  on: DiskRef | null,
  fill: (root: string) => Promise<void>,
): Promise<void> {
  const draft = await disks.newDraft();
  try {
    await fill(draft.root);
    await stripIdentity(draft.root);
    await disks.commit(draft, { name: disk, on, bytes: await sizeOf(draft.root) });
  } catch (error) {
    await disks.dropDraft(draft);
    throw error;
  }
}
