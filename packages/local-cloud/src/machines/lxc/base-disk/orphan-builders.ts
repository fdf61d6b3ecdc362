import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { waitUntil } from '../container/wait-until.ts';

/**
 * Ends builds whose daemon was killed, and removes what they had made. They would come to a good end by
 * themselves, but a daemon that is started and stopped must leave no process behind.
 */
export async function endOrphanBuilders(cacheDir: string): Promise<void> {
  const building = join(cacheDir, 'building');
  const works = await readdir(building).catch(() => []);
  // A build's directory begins with the pid of its daemon.
  for (const work of works.filter((name) => !existsSync(`/proc/${Number.parseInt(name, 10)}`))) {
    const directory = join(building, work);
    await waitUntil(() => {
      const groups = groupsOf(directory);
      for (const group of groups) killGroup(group);
      return groups.size === 0;
    }, 10_000);
    await rm(directory, { recursive: true, force: true });
  }
}

/** The process groups with a command line that names the directory: each build is a group of its own. */
function groupsOf(directory: string): ReadonlySet<number> {
  const groups = new Set<number>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(directory)) continue;
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The group is the third field after the name in parentheses (proc(5)).
      groups.add(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]));
    } catch {
      // It ended in the meantime.
    }
  }
  return groups;
}

function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It ended in the meantime.
  }
}
