import type { BalancerAction, BalancerServer } from '../machines.ts';

/** Connections to a server that are kept for reuse; without them HAProxy opens one for every request. */
const POOL = 'pool-max-conn 1024 pool-purge-delay 2s';

/** The weight HAProxy is given: only what is ready gets something new. */
export function effectiveWeight(server: BalancerServer): number {
  return server.state === 'ready' ? server.weight : 0;
}

/** A server's options, the same in the file and in the `add server` command. */
export function renderServer(server: BalancerServer): string {
  return `${server.address}:${server.port} weight ${effectiveWeight(server)} ${POOL}`;
}

/** The servers of an action; only a forward has any. */
export function serversOf(action: BalancerAction): readonly BalancerServer[] {
  return action.kind === 'forward' ? action.servers : [];
}
