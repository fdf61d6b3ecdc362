import { readFileSync } from 'node:fs';
import { readFile, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Ends every process in the cgroups at the top of any hierarchy whose names start with `prefix`. */
export async function killCgroups(prefix: string): Promise<void> {
  for (const directory of await find(prefix)) {
    for (const cgroup of await cgroupTree(directory)) {
      const pids = await readFile(join(cgroup, 'cgroup.procs'), 'utf8').catch(() => '');
      for (const pid of pids.split('\n').filter(Boolean).map(Number)) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It ended in the meantime.
        }
      }
    }
  }
}

/** Removes those cgroups with all below them, and ends what still runs there. */
export async function removeCgroups(prefix: string): Promise<void> {
  for (let attempt = 0; (await find(prefix)).length > 0; attempt += 1) {
    if (attempt === 200) throw new Error(`cgroups ${prefix}* cannot be removed: their processes do not end`);
    if (attempt > 0) await sleep(Math.min(attempt, 20));
    await killCgroups(prefix);
    for (const directory of await find(prefix)) {
      for (const cgroup of await cgroupTree(directory)) await rmdir(cgroup).catch(() => undefined);
    }
  }
}

/** The names at the top of any hierarchy that start with `prefix`. */
export async function cgroupNames(prefix: string): Promise<readonly string[]> {
  const found = await find(prefix);
  return [...new Set(found.map((directory) => directory.slice(directory.lastIndexOf('/') + 1)))];
}

async function find(prefix: string): Promise<readonly string[]> {
  const found = await Promise.all(
    hierarchies().map(async (mount) => {
      const names = await readdir(mount).catch(() => []);
      return names.filter((name) => name.startsWith(prefix)).map((name) => join(mount, name));
    }),
  );
  return found.flat();
}

/** Where cgroups are mounted: one place on v2, one for each controller on v1. */
export function hierarchies(): readonly string[] {
  const lines = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  const mounts = lines.map((line) => line.split(' ')).filter(([, , type = '']) => /^cgroup2?$/.test(type));
  return [...new Set(mounts.map(([, path = '']) => path))];
}

/** The directory of a cgroup and all below it, the deepest first. */
export async function cgroupTree(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const below = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => cgroupTree(join(directory, name)));
  return [...(await Promise.all(below)).flat(), directory];
}
