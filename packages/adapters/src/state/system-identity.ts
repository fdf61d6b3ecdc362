import { readFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import type { Identity, ProcessIdentity } from '@imago/engine';

/** This process, and whether another one of this machine still runs. */
export async function createSystemIdentity(): Promise<Identity> {
  const self: ProcessIdentity = {
    user: userInfo().username,
    host: hostname(),
    pid: process.pid,
    start: (await startOf(process.pid)) ?? '',
  };
  return {
    self,
    async isDead(other) {
      if (other.host !== self.host) return false;
      return (await startOf(other.pid)) !== other.start;
    },
  };
}

/** When a process started, with the boot it belongs to; undefined where it is gone. See proc(5), field 22 of stat. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const [boot, stat] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    // The name in parentheses may hold anything; fields are counted from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie runs no more.
    return fields[0] === 'Z' ? undefined : `${boot.trim()}/${fields[19] ?? ''}`;
  } catch {
    return isRunning(pid) ? 'running' : undefined;
  }
}

/** Where there is no /proc (macOS), all that can be told. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
