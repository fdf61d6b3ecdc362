import { errorPagePath } from './error-pages.ts';
import { renderServer, serversOf } from './render-server.ts';
import { UNAVAILABLE_SCALE, unavailableVariable } from './unavailable.ts';
import type { Backend } from './backends.ts';
import type { BalancerPaths } from './balancer-paths.ts';

/** The section of one backend, with the servers of this moment. */
export function renderBackend(
  address: string,
  { name, action }: Backend,
  paths: BalancerPaths,
): readonly string[] {
  const share = `rand(${UNAVAILABLE_SCALE}),sub(${unavailableVariable(name)})`;
  return [
    `backend ${name}`,
    '  balance roundrobin',
    // Targets see the balancer's own address, so that their firewall can let it, and only it, in.
    `  source ${address}`,
    `  http-request return status 503 errorfile ${errorPagePath(paths, 503)} if { ${share} lt 0 }`,
    // A 503 of HAProxy's own means here that no connection came about: to a load balancer that is a 502.
    `  errorfile 503 ${errorPagePath(paths, 502)}`,
    ...serversOf(action)
      .filter(({ state }) => state !== 'cut')
      .map((server) => `  server ${server.name} ${renderServer(server)}`),
  ];
}
