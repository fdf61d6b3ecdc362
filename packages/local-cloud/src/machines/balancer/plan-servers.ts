import { effectiveWeight, renderServer } from './render-server.ts';
import type { BalancerServer } from '../machines.ts';
import type { RunningServer } from './parse-stats.ts';

/** Runtime commands that turn what runs into what is wanted. */
export interface ServerPlan {
  /** In this order: first what gives capacity, then what takes it. */
  readonly commands: readonly string[];
  /** Servers that get nothing more, and are deleted as soon as they have nothing in flight. */
  readonly leaving: readonly string[];
}

/** Compares the servers of one backend as they run with those wanted. */
export function planServers(
  backend: string,
  running: ReadonlyMap<string, RunningServer>,
  wanted: readonly BalancerServer[],
): ServerPlan {
  const giving: string[] = [];
  const taking: string[] = [];
  for (const server of wanted) {
    const now = running.get(server.name);
    const path = `${backend}/${server.name}`;
    const weight = effectiveWeight(server);
    if (!now) {
      if (server.state !== 'cut')
        giving.push(`add server ${path} ${renderServer(server)}`, `set server ${path} state ready`);
      continue;
    }
    if (server.state === 'cut') {
      taking.push(`set server ${path} weight 0`, `shutdown sessions server ${path}`);
      continue;
    }
    if (now.address !== server.address || now.port !== server.port) {
      giving.push(`set server ${path} addr ${server.address} port ${server.port}`);
    }
    if (now.weight !== weight) {
      (weight > now.weight ? giving : taking).push(`set server ${path} weight ${weight}`);
    }
    if (!now.ready) giving.push(`set server ${path} state ready`);
  }
  const names = new Set(wanted.map(({ name }) => name));
  const leaving = [...running.keys()].filter((name) => !names.has(name));
  return { commands: [...giving, ...taking], leaving };
}
