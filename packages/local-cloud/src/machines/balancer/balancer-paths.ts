import { join } from 'node:path';

/** Where one balancer's process has its files. Names are short: a socket's path holds 108 bytes at most. */
export interface BalancerPaths {
  readonly dir: string;
  readonly config: string;
  readonly pid: string;
  /** Runtime socket of the worker that serves now. */
  readonly socket: string;
  /** Socket of the master, through which workers that still finish after a reload are reached. */
  readonly master: string;
  /** What answers for rules that do not forward. */
  readonly script: string;
  /** A socket that nobody uses: HAProxy wants one to listen on. */
  readonly idle: string;
}

/** The paths of one balancer below the folder of all of them. */
export function balancerPaths(root: string, id: string): BalancerPaths {
  if (!/^[a-z0-9-]+$/.test(id)) throw new Error(`balancer id "${id}": use a-z, 0-9 and - only`);
  const dir = join(root, id);
  return {
    dir,
    config: join(dir, 'haproxy.cfg'),
    pid: join(dir, 'pid'),
    socket: join(dir, 'run.sock'),
    master: join(dir, 'master.sock'),
    script: join(dir, 'answer.lua'),
    idle: join(dir, 'idle.sock'),
  };
}

/** Where the rules of a listener are kept for HAProxy. */
export function rulesMapPath({ dir }: BalancerPaths, port: number): string {
  return join(dir, `rules-${port}.map`);
}
