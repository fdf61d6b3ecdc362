import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createHttpProber } from '@imago/adapters';
import type { ProbeSample } from '@imago/engine';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(status: () => number): Promise<{ url: string; connections: () => number }> {
  const server = createServer((_request, response) => {
    response.writeHead(status(), { 'x-imago-release': 'r7' }).end('ok');
  });
  let connections = 0;
  server.on('connection', () => (connections += 1));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, connections: () => connections };
}

/** Probes until so many samples have come back. */
async function probe(
  url: string,
  count: number,
): Promise<{ samples: readonly ProbeSample[]; failures: number }> {
  const samples: ProbeSample[] = [];
  const enough = new Promise<void>((resolve) => {
    const run = createHttpProber().start(url, {
      requestsPerSecond: 200,
      onSample(sample) {
        samples.push(sample);
        if (samples.length === count) void run.stop().then(() => resolve());
      },
    });
  });
  await enough;
  return { samples, failures: samples.filter(({ ok }) => !ok).length };
}

describe('the prober', () => {
  test('sends the headers that it is given', async () => {
    const seen = new Set<unknown>();
    const server = createServer((request, response) => {
      seen.add(request.headers['x-imago-release']);
      response.end();
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const run = createHttpProber().start(`http://127.0.0.1:${port}/`, {
      requestsPerSecond: 10,
      headers: { 'x-imago-release': 'r2' },
    });
    expect(await run.stop()).toMatchObject({ requests: 1, failures: 0 });
    expect([...seen]).toEqual(['r2']);
  });

  test('asks on kept-alive and on new connections, and tells which release answered', async () => {
    const { url, connections } = await serve(() => 200);
    const { samples, failures } = await probe(url, 20);
    expect(failures).toBe(0);
    expect(samples[0]).toMatchObject({ ok: true, status: 200, release: 'r7' });
    expect(connections()).toBeGreaterThanOrEqual(10);
    expect(connections()).toBeLessThan(samples.length);
  });

  test('counts a status of 400 and above as a failure', async () => {
    let asked = 0;
    const { url } = await serve(() => ((asked += 1) % 2 === 0 ? 503 : 204));
    const { samples, failures } = await probe(url, 10);
    expect(failures).toBe(samples.filter(({ status }) => status === 503).length);
    expect(failures).toBeGreaterThan(0);
  });

  test('counts a refused connection as a failure, with its cause', async () => {
    const { samples } = await probe('http://127.0.0.1:1/', 2);
    expect(samples[0]).toMatchObject({ ok: false, error: expect.stringContaining('ECONNREFUSED') as string });
  });
});
