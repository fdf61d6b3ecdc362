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

/** Reads `show stat` (CSV): the current sessions of each server, over all backends that have it. */
export function parseSessions(output: string): ReadonlyMap<string, number> {
  const sessions = new Map<string, number>();
  for (const { name, current } of parseRows(output)) {
    if (name !== 'FRONTEND') sessions.set(name, (sessions.get(name) ?? 0) + current);
  }
  return sessions;
}

/**
 * The same of a worker that a reload replaced. It learns nothing any more, and takes one more request on each
 * connection that a client keeps open: as long as there is one, each of its servers may get that request.
 */
export function parseLastSessions(output: string): ReadonlyMap<string, number> {
  const sessions = parseSessions(output);
  const hasClients = parseRows(output).some(({ name, current }) => name === 'FRONTEND' && current > 0);
  if (!hasClients) return sessions;
  return new Map(Array.from(sessions, ([name, current]) => [name, Math.max(1, current)]));
}

interface Row {
  readonly name: string;
  readonly current: number;
}

function parseRows(output: string): readonly Row[] {
  return output.split('\n').flatMap((line): readonly Row[] => {
    const [proxy = '', name, , , current] = line.split(',');
    return proxy.startsWith('#') || name === undefined ? [] : [{ name, current: Number(current) }];
  });
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
