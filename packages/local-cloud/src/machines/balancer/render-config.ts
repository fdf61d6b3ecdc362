import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { ANSWER_SCRIPT } from './answer-script.ts';
import { backendsOf } from './backends.ts';
import { errorPages, errorPagePath } from './error-pages.ts';
import { renderBackend } from './render-backend.ts';
import { renderListener } from './render-listener.ts';
import { unavailableValue, unavailableVariable } from './unavailable.ts';
import type { BalancerSpec } from '../machines.ts';
import type { BalancerPaths } from './balancer-paths.ts';

/** The configuration file of a balancer, with the servers and weights of this moment, so that a restart has them. */
export function renderConfig(spec: BalancerSpec, paths: BalancerPaths): string {
  return render(spec, paths, fingerprint(spec, paths));
}

/** Names everything in the configuration that cannot be changed at run time: another one asks for a reload. */
export function fingerprint(spec: BalancerSpec, paths: BalancerPaths): string {
  const listeners = spec.listeners.map((listener) => ({
    ...listener,
    rules: [],
    action:
      listener.action.kind === 'forward'
        ? { ...listener.action, servers: [], unavailable: 0 }
        : listener.action,
  }));
  const fixed = render({ ...spec, listeners }, paths, '') + ANSWER_SCRIPT;
  return createHash('sha256').update(fixed).digest('hex').slice(0, 24);
}

function render(spec: BalancerSpec, paths: BalancerPaths, mark: string): string {
  return [
    'global',
    ...globalLines(spec, paths, mark).map((line) => `  ${line}`),
    'defaults',
    ...defaultLines(spec, paths).map((line) => `  ${line}`),
    // HAProxy does not run without a listening socket, and a load balancer may have no listener yet.
    'frontend none',
    `  bind unix@${paths.idle} mode 600`,
    ...spec.listeners.flatMap((listener) => renderListener(spec.address, listener, paths)),
    ...backendsOf(spec).flatMap((backend) => renderBackend(spec.address, backend, paths)),
    '',
  ].join('\n');
}

function globalLines(spec: BalancerSpec, paths: BalancerPaths, mark: string): readonly string[] {
  return [
    `stats socket ${paths.socket} mode 600 level admin expose-fd listeners`,
    'stats timeout 10s',
    // More needs CAP_SYS_RESOURCE on hosts whose limit of open files is 20,000.
    'maxconn 8000',
    // Where even that is too many, fewer connections are better than no start.
    'no strict-limits',
    `nbthread ${Math.min(4, availableParallelism())}`,
    // A worker that a reload replaced finishes what it has, but not for ever.
    'hard-stop-after 300s',
    // How a process that is taken over tells which configuration it serves.
    `description ${mark}`,
    `lua-load ${paths.script}`,
    ...backendsOf(spec).map(
      ({ name, action }) => `set-var ${unavailableVariable(name)} int(${unavailableValue(action)})`,
    ),
  ];
}

function defaultLines(spec: BalancerSpec, paths: BalancerPaths): readonly string[] {
  const idle = `${spec.idleTimeoutSeconds}s`;
  return [
    'mode http',
    'timeout connect 300ms',
    `timeout client ${idle}`,
    `timeout server ${idle}`,
    `timeout http-request ${idle}`,
    `timeout http-keep-alive ${idle}`,
    `timeout tunnel ${idle}`,
    'option http-keep-alive',
    // A reload would otherwise close idle connections that a client is about to use.
    'option idle-close-on-response',
    'option redispatch 1',
    'retries 3',
    'retry-on conn-failure empty-response',
    'http-reuse safe',
    ...[...errorPages.keys()].map((status) => `errorfile ${status} ${errorPagePath(paths, status)}`),
  ];
}
