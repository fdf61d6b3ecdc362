import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { checkTarget, type HealthCheckOutcome } from '../../src/controllers/target-health-check.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function check(handle: RequestListener): Promise<HealthCheckOutcome> {
  const server = createServer(handle).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return ask(port);
}

const ask = (port: number): Promise<HealthCheckOutcome> =>
  checkTarget({
    protocol: 'HTTP',
    address: '127.0.0.1',
    port,
    path: '/up',
    from: '127.0.0.9',
    timeoutSeconds: 0.2,
  });

test('a check comes from the load balancer, on a connection of its own', async () => {
  let seen: unknown;
  const outcome = await check((request, response) => {
    const { url, socket, headers } = request;
    seen = { url, from: socket.remoteAddress, agent: headers['user-agent'], connection: headers.connection };
    response.writeHead(204).end();
  });
  expect(outcome).toEqual({ kind: 'answered', status: 204 });
  expect(seen).toEqual({
    url: '/up',
    from: '127.0.0.9',
    agent: 'ELB-HealthChecker/2.0',
    connection: 'close',
  });
});

test('an answer that does not come in time is a time-out', async () => {
  expect(await check(() => {})).toEqual({ kind: 'timed-out' });
});

test('an answer whose body never ends counts by its code', async () => {
  const outcome = await check((_, response) => void response.writeHead(200).write('...'));
  expect(outcome).toEqual({ kind: 'answered', status: 200 });
});

test('a target that hangs up, and one that is not there, fail', async () => {
  expect((await check((request) => request.socket.destroy())).kind).toBe('failed');
  expect((await ask(1)).kind).toBe('failed');
});
