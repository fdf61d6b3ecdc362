import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson, writeJson } from './json-file.ts';

/** Where the clouds of a host tell each other of themselves; gone with the last of them, or a reboot. */
export const runDirectory = '/run/imago';

interface Claim {
  readonly dataDir: string;
  readonly pid: number;
  /** When the process started, so that a pid used again is not taken for it. */
  readonly started: string;
}

/**
 * Claims a cloud's names on this host. What a dead process claimed is free, and its leftovers are ours to sweep.
 *
 * @throws when a living process holds them.
 */
export async function claimCloud(cloud: string, dataDir: string): Promise<void> {
  await mkdir(join(runDirectory, 'clouds'), { recursive: true });
  const holder = readJson<Claim>(claimFile(cloud));
  if (holder !== undefined && holder.pid !== process.pid && startTime(holder.pid) === holder.started) {
    throw new NetworkInUse(holder);
  }
  const claim: Claim = { dataDir, pid: process.pid, started: startTime(process.pid) ?? '' };
  await writeJson(claimFile(cloud), claim);
}

/** Another local cloud of this host has the network. */
export class NetworkInUse extends Error {
  constructor({ dataDir, pid }: { readonly dataDir: string; readonly pid: number }) {
    super(`the network is in use by the local cloud in ${dataDir} (process ${pid})`);
    this.name = 'NetworkInUse';
  }
}

/** Gives the names back. */
export async function releaseCloud(cloud: string): Promise<void> {
  await rm(claimFile(cloud), { force: true });
}

/** The clouds that have a claim and a bridge, and so need what was set on the host for them. */
export function claimedClouds(): readonly string[] {
  const directory = join(runDirectory, 'clouds');
  const files = existsSync(directory) ? readdirSync(directory) : [];
  return files
    .map((file) => file.replace(/\.json$/, ''))
    .filter((cloud) => existsSync(`/sys/class/net/${cloud}`));
}

/** Removes what of the shared directory is empty. */
export async function tidyRunDirectory(): Promise<void> {
  for (const path of [join(runDirectory, 'clouds'), runDirectory]) await rmdir(path).catch(() => undefined);
}

function claimFile(cloud: string): string {
  return join(runDirectory, 'clouds', `${cloud}.json`);
}

/** Field 22 of /proc/PID/stat (proc(5)); undefined when there is no such process, or only its exit status is left. */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : fields[18];
  } catch {
    return undefined;
  }
}
