import { readFile } from 'node:fs/promises';
import type { LoopDevice } from './loop-devices.ts';

/** Where a running machine, whose init has this pid, has a device mounted. */
export async function mountsOf(
  init: number,
  { major, minor }: Pick<LoopDevice, 'major' | 'minor'>,
): Promise<readonly string[]> {
  const text = await readFile(`/proc/${init}/mountinfo`, 'utf8').catch(() => '');
  return mountPoints(text, `${major}:${minor}`);
}

/** The mount points of a device in a mountinfo (proc(5)), the last first, as they must be unmounted. */
export function mountPoints(mountinfo: string, device: string): readonly string[] {
  const fields = mountinfo.split('\n').map((line) => line.split(' '));
  const mounted = fields.filter(([, , numbers]) => numbers === device);
  return mounted.map(([, , , , path = '']) => unescapePath(path)).toReversed();
}

/** Spaces, tabs, line feeds and backslashes are written as octal numbers. */
function unescapePath(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
