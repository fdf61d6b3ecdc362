import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { createAwsClients, createCheckSampler } from '@imago/adapters';
import { seconds } from '@imago/engine';
import type { Check, CheckContext, SampledCheck, CheckSample, Shell } from '@imago/engine';

export const context: CheckContext = {
  environment: { project: 'shop', environment: 'production' },
  to: 'r2',
  from: 'r1',
  port: 8080,
};

export const sampling = { interval: seconds(1), count: 1, failureLimit: 0, timeout: seconds(5) };

export const noShell: Shell = { connect: () => Promise.reject(new Error('nobody is to be reached')) };

/** Asks a check once. */
export function ask(
  check: SampledCheck['check'],
  {
    instances = [],
    signal = new AbortController().signal,
    shell = noShell,
    directory = tmpdir(),
    ...more
  }: Partial<CheckContext> & {
    readonly instances?: SampledCheck['instances'];
    readonly signal?: AbortSignal;
    readonly shell?: Shell;
    readonly directory?: string;
  } = {},
): Promise<CheckSample> {
  const env = { PATH: process.env['PATH'], HOME: '/home/nobody' };
  const sampler = createCheckSampler(createAwsClients({ region: 'eu-central-1' }), { shell, directory, env });
  const request: SampledCheck = { key: `x/${check.name}`, check, instances, canary: 'r2', baseline: 'r1' };
  return sampler.sample(request, { ...context, ...more }, signal);
}

/** A hook with this action. */
export const hookOf = (
  action: Extract<Check, { readonly kind: 'hook' }>['action'],
  timeout = seconds(5),
): Extract<Check, { readonly kind: 'hook' }> => ({
  kind: 'hook',
  name: 'hook',
  at: 'before-shift',
  action,
  timeout,
  onFailure: 'turn-back',
});

/** A server on a free port of this machine. */
export async function serve(
  listener: RequestListener,
): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}
