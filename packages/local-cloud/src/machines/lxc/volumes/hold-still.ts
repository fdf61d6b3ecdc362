import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../run.ts';
import { readJson, writeJson } from '../host/json-file.ts';
import type { Layout } from '../layout.ts';

const journalOf = (layout: Layout): string => join(layout.volumes, 'held.json');

/**
 * Does something while nothing is written to the file systems mounted there: what was written before is on their
 * devices, and who writes waits (fsfreeze(8)). Those that cannot be held, or are held by somebody else, are left alone.
 */
export async function whileHeld(
  layout: Layout,
  mountPoints: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const opened: FileHandle[] = [];
  const held: string[] = [];
  // Written down first: a machine whose file system stayed held would hang for good.
  await writeJson(journalOf(layout), mountPoints);
  try {
    for (const mountPoint of mountPoints) {
      // The machine may end meanwhile: the open directory stays, for its file system to be let go of by.
      const handle = await open(mountPoint, constants.O_RDONLY | constants.O_DIRECTORY).catch(
        () => undefined,
      );
      if (handle === undefined) continue;
      opened.push(handle);
      const path = `/proc/${process.pid}/fd/${handle.fd}`;
      const { exitCode } = await run('fsfreeze', ['--freeze', path], { accept: [1], timeoutMs: 60_000 });
      if (exitCode === 0) held.push(path);
    }
    await work();
  } finally {
    await letGo(held);
    await Promise.all(opened.map((handle) => handle.close()));
    await rm(journalOf(layout), { force: true });
  }
}

/** Lets go of what a daemon that died in the middle still holds. */
export async function letGoOfLeftovers(layout: Layout): Promise<void> {
  await letGo(readJson<readonly string[]>(journalOf(layout)) ?? []);
  await rm(journalOf(layout), { force: true });
}

async function letGo(paths: readonly string[]): Promise<void> {
  for (const path of paths.toReversed()) {
    // Nothing to let go of: the machine has ended with the daemon, or had not been held yet.
    await run('fsfreeze', ['--unfreeze', path], { timeoutMs: 60_000 }).catch(() => undefined);
  }
}
