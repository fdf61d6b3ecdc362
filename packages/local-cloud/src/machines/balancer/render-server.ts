import type { BalancerServer } from '../machines.ts';

/** Connections to a server that are kept for reuse; without them HAProxy opens one for every request. */
const POOL = 'pool-max-conn 1024 pool-purge-delay 2s';

/** The name of the backend behind a listener. */
export function backendName(port: number): string {
  return `b${port}`;
}

/** The weight HAProxy is given: what drains gets nothing new. */
export function effectiveWeight(server: BalancerServer): number {
  return server.state === 'drain' ? 0 : server.weight;
}

/** A server's options, the same in the file and in the `add server` command. */
export function renderServer(server: BalancerServer): string {
  return `${server.address}:${server.port} weight ${effectiveWeight(server)} ${POOL}`;
}
