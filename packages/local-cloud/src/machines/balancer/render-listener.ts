import { errorPagePath } from './error-pages.ts';
import { quoteArgument } from './quote-argument.ts';
import { renderRedirect } from './render-redirect.ts';
import { backendName, renderServer } from './render-server.ts';
import { UNAVAILABLE_SCALE, unavailableVariable } from './unavailable.ts';
import type { BalancerListener, BalancerServer } from '../machines.ts';
import type { BalancerPaths } from './balancer-paths.ts';

const TRACE_ROOT = '1-%[date,hex,bytes(8,8),lower]-%[uuid,regsub(-,,g),bytes(0,24)]';
const HAS_ROOT = '{ req.fhdr(x-amzn-trace-id) -m sub Root= }';
const HAS_FORWARDED = '{ req.fhdr(x-forwarded-for) -m found }';

/** The sections of one listener; the headers are those an Application Load Balancer adds. */
export function renderListener(
  address: string,
  { port, action }: BalancerListener,
  paths: BalancerPaths,
): readonly string[] {
  const frontend = (lines: readonly string[]): readonly string[] => [
    `frontend f${port}`,
    `  bind ${address}:${port}`,
    ...lines.map((line) => `  ${line}`),
  ];
  if (action.kind === 'respond') return frontend([renderAnswer(action)]);
  if (action.kind === 'redirect') return frontend(renderRedirect(action.status, action.location, port));
  return [...frontend(forwardRules(port)), ...renderBackend(address, port, action.servers, paths)];
}

function renderAnswer(answer: {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}): string {
  const content =
    answer.body === ''
      ? ''
      : ` content-type ${quoteArgument(answer.contentType)} string ${quoteArgument(answer.body)}`;
  return `http-request return status ${answer.status}${content} hdr server awselb/2.0`;
}

function forwardRules(port: number): readonly string[] {
  const share = `rand(${UNAVAILABLE_SCALE}),sub(${unavailableVariable(port)})`;
  return [
    `http-request return status 503 default-errorfiles if { ${share} lt 0 }`,
    // Sending a request that changes something a second time is the client's decision.
    'http-request disable-l7-retry unless { method GET HEAD OPTIONS TRACE }',
    `http-request set-header x-forwarded-for "%[req.fhdr(x-forwarded-for)], %[src]" if ${HAS_FORWARDED}`,
    `http-request set-header x-forwarded-for %[src] unless ${HAS_FORWARDED}`,
    'http-request set-header x-forwarded-proto http',
    'http-request set-header x-forwarded-port %[dst_port]',
    // In this order: the second rule makes a root, which the first would take for the client's.
    `http-request set-header x-amzn-trace-id Self=${TRACE_ROOT};%[req.fhdr(x-amzn-trace-id)] if ${HAS_ROOT}`,
    `http-request set-header x-amzn-trace-id Root=${TRACE_ROOT} unless ${HAS_ROOT}`,
    `default_backend ${backendName(port)}`,
  ];
}

function renderBackend(
  address: string,
  port: number,
  servers: readonly BalancerServer[],
  paths: BalancerPaths,
): readonly string[] {
  return [
    `backend ${backendName(port)}`,
    '  balance roundrobin',
    // Targets see the balancer's own address, so that their firewall can let it, and only it, in.
    `  source ${address}`,
    // A 503 of HAProxy's own means here that no connection came about: to a load balancer that is a 502.
    `  errorfile 503 ${errorPagePath(paths, 502)}`,
    ...servers
      .filter(({ state }) => state !== 'cut')
      .map((server) => `  server ${server.name} ${renderServer(server)}`),
  ];
}
