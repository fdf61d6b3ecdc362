import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a local cloud could leave on its host, one line each: links, tables, mounts, loop devices, cgroups,
 * processes, settings, claims.
 */
export type HostSnapshot = ReadonlySet<string>;

/** By what the traces of one cloud are known. */
export interface CloudTraces {
  readonly dataDir: string;
  /** Such as `10.224.0.0/16`. */
  readonly network: string;
}

const SETTING = 'setting';
const SETTINGS = ['net/ipv4/ip_forward', 'fs/inotify/max_user_instances', 'fs/inotify/max_user_watches'];
/** Where each cloud of a host has a file. */
const CLAIMS = '/run/imago/clouds';

/** Looks at the host. */
export function takeHostSnapshot(): HostSnapshot {
  // Before the settings and after them: a cloud claims before it raises them, and lets go when they are back.
  return new Set([
    ...claims(),
    ...lines('ip', ['-oneline', 'link']).map((line) => `link ${line.split(': ')[1]?.split('@')[0]}`),
    ...lines('nft', ['list', 'tables']),
    ...readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .map((line) => `mount ${line.split(' ')[1]}`),
    ...lines('losetup', ['--noheadings', '--output', 'NAME,BACK-FILE']).map((line) => `loop ${line}`),
    ...cgroups().map((path) => `cgroup ${path}`),
    ...processes(),
    ...lines('ip', ['netns', 'list']).map((name) => `namespace ${name}`),
    ...SETTINGS.map((path) => `${SETTING} ${path} = ${tryRead(join('/proc/sys', path)).trim()}`),
    ...claims(),
  ]);
}

/** What is on the host that was not there before, other local clouds' things left out. */
export function leftovers(before: HostSnapshot, cloud: CloudTraces): readonly string[] {
  const now = takeHostSnapshot();
  // The host's settings are raised with the first of its clouds, and go back with the last.
  const shared = [before, now].some((snapshot) => hasAnotherCloud(snapshot, cloud));
  return [...now].filter(
    (line) =>
      !before.has(line) && !isOfAnotherCloud(line, cloud) && !(shared && line.startsWith(`${SETTING} `)),
  );
}

function hasAnotherCloud(snapshot: HostSnapshot, cloud: CloudTraces): boolean {
  return [...snapshot].some((line) => /^(link|claim) imago/.test(line) && !isOurs(line, cloud));
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

function claims(): readonly string[] {
  return existsSync(CLAIMS) ? readdirSync(CLAIMS).map((name) => `claim ${name}`) : [];
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
