import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';

/**
 * What a local cloud could leave on its host, one line each: links, tables, mounts, loop devices, cgroups,
 * processes, settings.
 */
export type HostSnapshot = ReadonlySet<string>;

/** By what the traces of one cloud are known. */
export interface CloudTraces {
  readonly dataDir: string;
  /** Such as `10.224.0.0/16`. */
  readonly network: string;
}

const SETTING = 'setting';
const SETTINGS = ['net.ipv4.ip_forward', 'fs.inotify.max_user_instances'];

/** Looks at the host. */
export function takeHostSnapshot(): HostSnapshot {
  return new Set([
    ...lines('ip', ['-oneline', 'link']).map((line) => `link ${line.split(': ')[1]?.split('@')[0]}`),
    ...lines('nft', ['list', 'tables']),
    ...readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .map((line) => `mount ${line.split(' ')[1]}`),
    ...lines('losetup', ['--noheadings', '--output', 'NAME,BACK-FILE']).map((line) => `loop ${line}`),
    ...cgroups().map((path) => `cgroup ${path}`),
    ...processes(),
    ...lines('ip', ['netns', 'list']).map((name) => `namespace ${name}`),
    ...lines('sysctl', SETTINGS).map((setting) => `${SETTING} ${setting}`),
  ]);
}

/** What is on the host that was not there before, other local clouds' things left out. */
export function leftovers(before: HostSnapshot, cloud: CloudTraces): readonly string[] {
  const now = [...takeHostSnapshot()];
  // The host's settings go back to what they were with the last of its clouds.
  const shared = now.some((line) => line.startsWith('link imago') && !isOurs(line, cloud));
  return now.filter(
    (line) =>
      !before.has(line) && !isOfAnotherCloud(line, cloud) && !(shared && line.startsWith(`${SETTING} `)),
  );
}

function isOfAnotherCloud(line: string, cloud: CloudTraces): boolean {
  return line.includes('imago') && !isOurs(line, cloud);
}

/** Bridge, table and cgroups of 10.224.0.0/16 are named `imago224…`, its machines' links `imago0ae0…`. */
function isOurs(line: string, { dataDir, network }: CloudTraces): boolean {
  const [first = 0, second = 0] = network.split('.').map(Number);
  const hex = [first, second].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return line.includes(dataDir) || new RegExp(`imago(${second}(?!\\d)|${hex})`).test(line);
}

/** Processes whose command line or cgroup names a cloud: its daemon, its balancers, what runs in its machines. */
function processes(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      const command = tryRead(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
      const cgroups = new Set(tryRead(`/proc/${pid}/cgroup`).match(/imago[^/\n]*/g));
      return `process ${pid} ${command} ${[...cgroups].join(' ')}`;
    })
    .filter((line) => line.includes('imago'));
}

function tryRead(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process ended while we looked.
    return '';
  }
}

function cgroups(): readonly string[] {
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '));
  const roots = mounts.filter(([, , type = '']) => /^cgroup2?$/.test(type)).map(([, path = '']) => path);
  return roots.filter(existsSync).flatMap((root) => readdirSync(root).map((name) => `${root}/${name}`));
}

function lines(file: string, args: readonly string[]): readonly string[] {
  try {
    return execFileSync(file, args, { encoding: 'utf8' }).split('\n').filter(Boolean);
  } catch {
    // A tool that is not installed yet has left nothing.
    return [];
  }
}
