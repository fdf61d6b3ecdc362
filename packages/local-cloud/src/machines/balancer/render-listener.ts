import { listenerBackend } from './backends.ts';
import { rulesMapPath, type BalancerPaths } from './balancer-paths.ts';
import { quoteArgument } from './quote-argument.ts';
import { renderRedirect } from './render-redirect.ts';
import type { BalancerListener } from '../machines.ts';

const TRACE_ROOT = '1-%[date,hex,bytes(8,8),lower]-%[uuid,regsub(-,,g),bytes(0,24)]';
const HAS_ROOT = '{ req.fhdr(x-amzn-trace-id) -m sub Root= }';
const HAS_FORWARDED = '{ req.fhdr(x-forwarded-for) -m found }';
const NO_RULE = '!{ var(txn.rule) -m found }';

/** The frontend of one listener: first its rules, then its own action. */
export function renderListener(
  address: string,
  { port, action }: BalancerListener,
  paths: BalancerPaths,
): readonly string[] {
  const lines = [
    `bind ${address}:${port}`,
    ...ruleLines(rulesMapPath(paths, port)),
    ...(action.kind === 'respond' ? [renderAnswer(action)] : []),
    ...(action.kind === 'redirect' ? renderRedirect(action.status, action.location, port, NO_RULE) : []),
    ...forwardLines(),
    'use_backend %[var(txn.target)] if { var(txn.target) -m found }',
    ...(action.kind === 'forward' ? [`default_backend ${listenerBackend(port)}`] : []),
  ];
  return [`frontend f${port}`, ...lines.map((line) => `  ${line}`)];
}

/**
 * Rules are the entries of a map, which changes as a whole while requests pass: the key is a regular expression
 * for the text of a request, the value says what comes of it (`rule-entries.ts` writes both).
 */
function ruleLines(map: string): readonly string[] {
  const field = (index: number): string => `var(txn.rule),field(${index},:)`;
  return [
    'http-request set-var-fmt(txn.request) "%[src,hex] %[method] %[pathq]\\n%[req.hdrs]"',
    `http-request set-var(txn.rule) var(txn.request),map_reg(${map})`,
    `http-request set-var(txn.target) ${field(2)} if { ${field(1)} -m str forward }`,
    `http-request set-var(txn.status) ${field(2)} unless { var(txn.target) -m found }`,
    `http-request set-var(txn.headers) ${field(3)},b64dec unless { var(txn.target) -m found }`,
    `http-request set-var(txn.body) ${field(4)},b64dec unless { var(txn.target) -m found }`,
    'http-request use-service lua.answer if { var(txn.status) -m found }',
  ];
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
  return `http-request return status ${answer.status}${content} hdr server awselb/2.0 if ${NO_RULE}`;
}

/** The headers are those that an Application Load Balancer adds. */
function forwardLines(): readonly string[] {
  return [
    // Sending a request that changes something a second time is the client's decision.
    'http-request disable-l7-retry unless { method GET HEAD OPTIONS TRACE }',
    `http-request set-header x-forwarded-for "%[req.fhdr(x-forwarded-for)], %[src]" if ${HAS_FORWARDED}`,
    `http-request set-header x-forwarded-for %[src] unless ${HAS_FORWARDED}`,
    'http-request set-header x-forwarded-proto http',
    'http-request set-header x-forwarded-port %[dst_port]',
    // In this order: the second rule makes a root, which the first would take for the client's.
    `http-request set-header x-amzn-trace-id Self=${TRACE_ROOT};%[req.fhdr(x-amzn-trace-id)] if ${HAS_ROOT}`,
    `http-request set-header x-amzn-trace-id Root=${TRACE_ROOT} unless ${HAS_ROOT}`,
  ];
}
