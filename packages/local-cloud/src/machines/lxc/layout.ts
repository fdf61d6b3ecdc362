import { join, resolve } from 'node:path';

/**
 * Where a cloud keeps what. Names are short because the paths of all layers of a root file system must fit
 * into the one page of options that mount(2) takes.
 */
export interface Layout {
  readonly dataDir: string;
  readonly cacheDir: string;
  /** One directory a machine; also LXC's own path (`lxc-start -P`). */
  readonly machines: string;
  /** One directory a disk, named by its number. */
  readonly disks: string;
  /** Volumes and their snapshots, a sparse file each. */
  readonly volumes: string;
  /** Which base disk each name stands for. */
  readonly bases: string;
  /** The packet filter's rules, for a daemon that takes over. */
  readonly firewall: string;
  /** The script that LXC runs when it has plugged a machine in. */
  readonly plugScript: string;
  /** The script that LXC runs before a machine's init, to give it its volumes. */
  readonly volumeScript: string;
  readonly machine: (id: string) => MachinePaths;
  /** The root of a disk. */
  readonly diskRoot: (number: number) => string;
  /** The data of a volume or a snapshot of one. */
  readonly blocks: (id: string) => string;
}

/** The files of one machine. */
export interface MachinePaths {
  readonly directory: string;
  readonly record: string;
  readonly config: string;
  /** What the machine wrote on top of its disk. */
  readonly upper: string;
  readonly monitorPid: string;
  /** The volumes that it has, with the names that they were attached under. */
  readonly volumes: string;
  /** The same for LXC's script, with their device numbers. */
  readonly devices: string;
  readonly log: string;
  readonly console: string;
  /** Says that a freeze has begun, and with which disk. */
  readonly freezing: string;
  /** The machine's identity while its upper layer is becoming a disk. */
  readonly identity: string;
}

/** Lays out the directories; refuses paths that a mount option cannot hold. */
export function createLayout(dataDir: string, cacheDir: string): Layout {
  for (const path of [dataDir, cacheDir]) {
    if (/[:,\\\s]/.test(path)) {
      throw new Error(`directory "${path}": choose one without spaces, commas, colons and backslashes`);
    }
  }
  const data = resolve(dataDir);
  const machines = join(data, 'm');
  const disks = join(data, 'd');
  const volumes = join(data, 'v');
  return {
    dataDir: data,
    cacheDir: resolve(cacheDir),
    machines,
    disks,
    volumes,
    bases: join(data, 'bases.json'),
    firewall: join(data, 'firewall.json'),
    plugScript: join(data, 'plug.sh'),
    volumeScript: join(data, 'volumes.sh'),
    machine: (id) => machinePaths(join(machines, id)),
    diskRoot: (number) => join(disks, String(number), 'root'),
    blocks: (id) => join(volumes, `${id}.img`),
  };
}

function machinePaths(directory: string): MachinePaths {
  return {
    directory,
    record: join(directory, 'machine.json'),
    config: join(directory, 'config'),
    upper: join(directory, 'upper'),
    monitorPid: join(directory, 'monitor.pid'),
    volumes: join(directory, 'volumes.json'),
    devices: join(directory, 'devices'),
    log: join(directory, 'lxc.log'),
    console: join(directory, 'console.log'),
    freezing: join(directory, 'freezing.json'),
    identity: join(directory, 'identity'),
  };
}
