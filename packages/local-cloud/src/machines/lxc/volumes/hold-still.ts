import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../run.ts';
import { readJson, writeJson } from '../host/json-file.ts';
import type { Layout } from '../layout.ts';

/** A file system that may be held still: its mount point as the host can reach it. */
export type HeldPath = string;

const journalOf = (layout: Layout): string => join(layout.volumes, 'held.json');

/**
 * Does something while nothing is written to file systems: what was written before is on their devices, and who writes
 * waits (fsfreeze(8)). Those that cannot be held, or are held by somebody else, are left alone.
 */
export async function whileHeld(
  layout: Layout,
  paths: readonly HeldPath[],
  work: () => Promise<void>,
): Promise<void> {
  const held: HeldPath[] = [];
  // Written down first: a machine whose file system stayed held would hang for good.
  await writeJson(journalOf(layout), paths);
  try {
    for (const path of paths) {
      const { exitCode } = await run('fsfreeze', ['--freeze', path], { accept: [1], timeoutMs: 60_000 });
      if (exitCode === 0) held.push(path);
    }
    await work();
  } finally {
    await letGo(held);
    await rm(journalOf(layout), { force: true });
  }
}

/** Lets go of what a daemon that died in the middle still holds. */
export async function letGoOfLeftovers(layout: Layout): Promise<void> {
  await letGo(readJson<readonly HeldPath[]>(journalOf(layout)) ?? []);
  await rm(journalOf(layout), { force: true });
}

async function letGo(paths: readonly HeldPath[]): Promise<void> {
  for (const path of paths.toReversed()) {
    // The machine may have ended meanwhile, and its file system with it.
    await run('fsfreeze', ['--unfreeze', path], { timeoutMs: 60_000 }).catch(() => undefined);
  }
}
