import { chown, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../run.ts';
import type { DeviceNames } from './device-names.ts';
import type { LoopDevice } from './loop-devices.ts';

/** The group `disk`, by the number that it has on every Debian. */
const diskGroup = 6;

/** Makes a volume appear in a running machine, whose init has this pid. */
export async function makeNode(init: number, { node, link }: DeviceNames, loop: LoopDevice): Promise<void> {
  const path = join(devOf(init), node);
  await rm(path, { force: true });
  await run('mknod', ['--mode=660', path, 'b', String(loop.major), String(loop.minor)]);
  await chown(path, 0, diskGroup);
  if (link === undefined) return;
  await rm(join(devOf(init), link), { force: true });
  await symlink(node, join(devOf(init), link));
}

/** Makes it disappear. */
export async function removeNode(init: number, { node, link }: DeviceNames): Promise<void> {
  await rm(join(devOf(init), node), { force: true });
  if (link !== undefined) await rm(join(devOf(init), link), { force: true });
}

function devOf(init: number): string {
  return `/proc/${init}/root/dev`;
}
