/** A server as a running HAProxy has it. */
export interface RunningServer {
  readonly address: string;
  readonly port: number;
  readonly weight: number;
  /** False while it is in maintenance or drained by an administrator: it takes nothing. */
  readonly ready: boolean;
}

/** Reads `show servers state`: backend -> server -> what it is. */
export function parseServers(output: string): ReadonlyMap<string, ReadonlyMap<string, RunningServer>> {
  const backends = new Map<string, Map<string, RunningServer>>();
  for (const line of output.split('\n').slice(2)) {
    const [, backend, , name, address, , adminState, weight, , , , , , , , , , , port] = line.split(' ');
    if (backend === undefined || name === undefined || address === undefined) continue;
    const servers = backends.get(backend) ?? new Map<string, RunningServer>();
    servers.set(name, { address, port: Number(port), weight: Number(weight), ready: adminState === '0' });
    backends.set(backend, servers);
  }
  return backends;
}

/** Reads `show stat` (CSV) of servers: the current sessions of each, over all backends that have it. */
export function parseSessions(output: string): ReadonlyMap<string, number> {
  const sessions = new Map<string, number>();
  for (const line of output.split('\n')) {
    const [proxy, server, , , current] = line.split(',');
    if (proxy === undefined || proxy.startsWith('#') || server === undefined) continue;
    sessions.set(server, (sessions.get(server) ?? 0) + Number(current));
  }
  return sessions;
}

/** Reads `show proc` of a master: the workers that only finish what they have since a reload replaced them. */
export function parseOldWorkers(output: string): readonly number[] {
  const [, old = ''] = output.split('# old workers');
  return [...old.matchAll(/^(\d+)\s+worker\s/gm)].map((match) => Number(match[1]));
}

/** Reads `show proc` of a master: every worker, the one that serves and those that only finish. */
export function parseWorkers(output: string): readonly number[] {
  return [...output.matchAll(/^(\d+)\s+worker\s/gm)].map((match) => Number(match[1]));
}
