import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LocalCloud } from '../../src/cloud.ts';
import { FAULTS_PATH, faultsListener } from '../../src/faults/faults-endpoint.ts';
import { createFaultInjector } from '../../src/faults/injector.ts';

const SERVED = [
  { service: 'ec2', action: 'RunInstances' },
  { service: 'elbv2', action: 'DescribeTags' },
];
let server: Server;

beforeEach(async () => {
  const cloud = { tables: {}, now: () => new Date() } as LocalCloud;
  server = createServer(faultsListener(createFaultInjector(cloud), SERVED)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => server.close());

async function ask(method: string, query = '', body?: unknown): Promise<readonly [number, object]> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${FAULTS_PATH}${query}`;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(url, { method, ...(body === undefined ? {} : { body: text }) });
  return [answer.status, (await answer.json()) as object];
}

test('faults are set, listed with the actions that there are, and cleared', async () => {
  const fault = { service: 'ec2', action: 'RunInstances', options: { throttle: 0.1 }, seed: 5 };
  expect(await ask('PUT', '', { faults: [fault, { action: '*', options: { error: 1 } }] })).toMatchObject([
    200,
    { faults: [{ ...fault, calls: 0 }, { action: '*' }] },
  ]);
  expect(await ask('GET')).toMatchObject([200, { faults: [{ seed: 5 }, {}], actions: SERVED }]);
  expect(await ask('DELETE', '?action=RunInstances&service=ec2')).toEqual([200, { cleared: 1 }]);
  expect(await ask('DELETE')).toEqual([200, { cleared: 1 }]);
});

test.each<[unknown, string]>([
  ['{', 'no JSON'],
  [{}, 'no fault'],
  [{ faults: [{ action: 'RunInstance', options: {} }] }, 'no action RunInstance is served'],
  [{ faults: [{ service: 'elbv2', action: 'RunInstances', options: {} }] }, 'no action RunInstances'],
  [{ faults: [{ action: '*', options: { throttle: 10 } }] }, 'throttle cannot be 10'],
  [{ faults: [{ action: '*', options: { delay: { fromMs: 2, toMs: 1 } } }] }, 'delay cannot be'],
  [{ faults: [{ action: '*', options: { burn: 1 } }] }, 'burn cannot be 1'],
  [{ faults: [{ action: '*', options: {}, seed: 'x' }] }, 'seed'],
])('%j is refused', async (body, words) => {
  const message: unknown = expect.stringContaining(words);
  expect(await ask('PUT', '', body)).toEqual([400, { message }]);
});

test('other methods are refused', async () => {
  expect((await ask('POST', '', {}))[0]).toBe(400);
});
