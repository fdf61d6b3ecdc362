import { join } from 'node:path';

/** Where one name server has its files. */
export interface NameServerPaths {
  readonly dir: string;
  /** What it reads once. */
  readonly config: string;
  /** Addresses, which it reads again when it is told to. */
  readonly hosts: string;
  readonly pid: string;
  readonly log: string;
}

/** The paths of one name server below the folder of all of them. */
export function nameServerPaths(root: string, id: string): NameServerPaths {
  if (!/^[a-z0-9-]+$/.test(id)) throw new Error(`name server id "${id}": use a-z, 0-9 and - only`);
  const dir = join(root, id);
  return {
    dir,
    config: join(dir, 'dnsmasq.conf'),
    hosts: join(dir, 'hosts'),
    pid: join(dir, 'pid'),
    log: join(dir, 'log'),
  };
}
