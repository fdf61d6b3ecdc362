import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hierarchies } from './cgroups.ts';

/** The processor time that a cgroup at the top of its hierarchy has had, in seconds; nothing when there is none. */
export async function cgroupCpuSeconds(name: string): Promise<number | undefined> {
  for (const mount of hierarchies()) {
    // The one on cgroup v1, in nanoseconds; the other on v2, where a line of it has microseconds.
    const v1 = await read(join(mount, name, 'cpuacct.usage'));
    if (v1 !== undefined) return Number(v1) / 1e9;
    const [, v2] = /^usage_usec (\d+)$/m.exec((await read(join(mount, name, 'cpu.stat'))) ?? '') ?? [];
    if (v2 !== undefined) return Number(v2) / 1e6;
  }
  return undefined;
}

function read(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
