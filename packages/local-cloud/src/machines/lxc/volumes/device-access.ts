import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../run.ts';
import { cgroupTree, hierarchies } from '../host/cgroups.ts';
import type { Layout } from '../layout.ts';
import type { LoopDevice } from './loop-devices.ts';

/** A running machine whose devices are told. */
export interface DeviceOwner {
  readonly layout: Layout;
  /** Of its cgroup, at the top of its hierarchy. */
  readonly cgroup: string;
  readonly machine: string;
}

/** Lets a running machine use a block device, or no longer; by default it may use none. */
export async function setAccess(
  { layout, cgroup, machine }: DeviceOwner,
  access: 'allow' | 'deny',
  { major, minor }: Pick<LoopDevice, 'major' | 'minor'>,
): Promise<void> {
  const rule = `b ${major}:${minor} ${access === 'allow' ? 'rwm' : 'rw'}`;
  const top = hierarchies()
    .map((mount) => join(mount, cgroup))
    .find((directory) => existsSync(join(directory, 'devices.allow')));
  if (top === undefined) {
    // cgroup v2: the rules are a program that LXC keeps.
    await run('lxc-cgroup', ['-P', layout.machines, '-n', machine, `devices.${access}`, rule]);
    return;
  }
  // A cgroup's children have rules of their own: what the parent is allowed later does not reach them. One that was made
  // between the look and its parent's rule has those from before, so it is looked again until there is no other.
  const told = new Set<string>();
  for (;;) {
    const left = (await cgroupTree(top)).toReversed().filter((directory) => !told.has(directory));
    if (left.length === 0) return;
    for (const directory of left) {
      told.add(directory);
      await writeFile(join(directory, `devices.${access}`), rule).catch((error: unknown) => {
        if (directory === top) throw error;
        // A child that went meanwhile.
      });
    }
  }
}
