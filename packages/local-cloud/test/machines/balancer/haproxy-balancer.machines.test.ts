import { existsSync, readFileSync } from 'node:fs';
import { Agent, get, request } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findProcesses } from '../../../src/machines/balancer/find-processes.ts';
import {
  createHaproxyBalancer,
  type HaproxyBalancer,
} from '../../../src/machines/balancer/haproxy-balancer.ts';
import type { BalancerListener, BalancerServer, BalancerSpec } from '../../../src/machines/machines.ts';
import { closeBalancer, openBalancer, patient } from './open-balancer.ts';
import { hasHaproxy } from './require-haproxy.ts';
import { fetchOnce, startLoad } from './steady-load.ts';
import { startTarget, type TargetServer } from './target-server.ts';

const ADDRESS = '127.0.77.1';
const TARGETS = '127.0.77.2';
const URL = `http://${ADDRESS}:8080/`;

let dir: string;
let balancer: HaproxyBalancer;
let targets: TargetServer[];

beforeEach(async () => {
  ({ dir, balancer, targets } = await openBalancer());
});

afterEach(() => closeBalancer({ dir, balancer, targets }));

async function target(port: number, handle?: Parameters<typeof startTarget>[3]): Promise<TargetServer> {
  const started = await startTarget(TARGETS, port, String(port), handle);
  targets.push(started);
  return started;
}

function server(port: number, weight = 100, state: BalancerServer['state'] = 'ready'): BalancerServer {
  return { name: `s${port}`, address: TARGETS, port, weight, state };
}

function forward(servers: readonly BalancerServer[], unavailable = 0): BalancerListener {
  return { port: 8080, action: { kind: 'forward', servers, unavailable }, rules: [] };
}

function spec(listeners: readonly BalancerListener[], idleTimeoutSeconds = 60): BalancerSpec {
  return { id: 'lb1', address: ADDRESS, idleTimeoutSeconds, listeners };
}

function apply(...servers: readonly BalancerServer[]): Promise<void> {
  return balancer.apply(spec([forward(servers)]));
}

const masterPid = (): string => readFileSync(join(dir, 'lb1/pid'), 'utf8').trim();

describe.skipIf(!hasHaproxy())('HAProxy balancer', () => {
  it.each([
    ['with keep-alive', true],
    ['without keep-alive', false],
  ])('loses no request while servers are swapped under load, %s', async (_, keepAlive) => {
    for (const port of [9001, 9002]) await target(port);
    await apply(server(9001), server(9002));
    const load = startLoad(URL, 8, keepAlive);
    for (let round = 0; round < 6; round += 1) {
      const [old, fresh] = [9001 + round, 9003 + round];
      const kept = server(9002 + round);
      await target(fresh);
      await apply(server(old), kept, server(fresh));
      const before = load.sent();
      await vi.waitUntil(() => load.sent() > before + 200, patient);
      await apply(server(old, 100, 'drain'), kept, server(fresh));
      await vi.waitUntil(async () => (await balancer.sessions('lb1')).get(`s${old}`) === 0, {
        ...patient,
        interval: 5,
      });
      await apply(kept, server(fresh));
      await targets[round]?.kill();
    }
    const report = await load.stop();
    expect(report.failures).toEqual([]);
    expect(report.sent).toBeGreaterThan(1200);
    expect(report.bodies.size).toBe(8);
  });

  it('loses no request when a listener is added under load', async () => {
    await target(9001);
    await apply(server(9001));
    const load = startLoad(URL, 8, true);
    const more = {
      port: 8081,
      action: { kind: 'respond', status: 200, contentType: 'text/plain', body: 'hi' },
      rules: [],
    } as const;
    for (const listeners of [[forward([server(9001)]), more], [forward([server(9001)])]]) {
      const before = load.sent();
      await vi.waitUntil(() => load.sent() > before + 200, patient);
      await balancer.apply(spec(listeners));
    }
    expect((await load.stop()).failures).toEqual([]);
  });

  it('loses no request when a server dies', async () => {
    for (const port of [9001, 9002]) await target(port);
    await apply(server(9001), server(9002));
    const load = startLoad(URL, 8, true);
    await vi.waitUntil(() => load.sent() > 200, patient);
    await targets[0]?.kill();
    await vi.waitUntil(() => load.sent() > 600, patient);
    expect((await load.stop()).failures).toEqual([]);
  });

  it('shares requests by weight, and shifts when the weights change', async () => {
    for (const port of [9001, 9002]) await target(port);
    await apply(server(9001, 90), server(9002, 10));
    for (let sent = 0; sent < 100; sent += 1) await fetchOnce(URL);
    expect([targets[0]?.requests(), targets[1]?.requests()]).toEqual([90, 10]);
    await apply(server(9001, 0), server(9002, 256));
    for (let sent = 0; sent < 20; sent += 1) await fetchOnce(URL);
    expect([targets[0]?.requests(), targets[1]?.requests()]).toEqual([90, 30]);
  });

  it('lets a request in flight on a draining server finish, and counts it until then', async () => {
    let release = (): void => {};
    await target(9001, (_, response) => {
      release = () => response.end('late');
    });
    await target(9002);
    await apply(server(9001));
    const answer = fetchOnce(URL);
    await vi.waitUntil(() => targets[0]?.requests() === 1, patient);
    await apply(server(9001, 100, 'drain'), server(9002));
    expect(await fetchOnce(URL)).toEqual({ status: 200, body: '9002' });
    expect((await balancer.sessions('lb1')).get('s9001')).toBe(1);
    release();
    expect(await answer).toEqual({ status: 200, body: 'late' });
    await vi.waitUntil(async () => (await balancer.sessions('lb1')).get('s9001') === 0, patient);
  });

  it('counts requests in flight that a reload left with the old worker', async () => {
    let release = (): void => {};
    await target(9001, (_, response) => {
      release = () => response.end('late');
    });
    await apply(server(9001));
    const answer = fetchOnce(URL);
    await vi.waitUntil(() => targets[0]?.requests() === 1, patient);
    await balancer.apply(spec([forward([server(9001)])], 61));
    expect((await balancer.sessions('lb1')).get('s9001')).toBe(1);
    release();
    expect((await answer).body).toBe('late');
  });

  it('counts a connection that an old worker keeps open for all of its servers: it may have one more request', async () => {
    for (const port of [9001, 9002]) await target(port);
    await apply(server(9001));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect((await fetchOnce(URL, agent)).body).toBe('9001');
    await balancer.apply(spec([forward([server(9001)])], 61));
    await balancer.apply(spec([forward([server(9002)])], 61));
    expect((await balancer.sessions('lb1')).get('s9001')).toBe(1);
    expect((await fetchOnce(URL, agent)).body).toBe('9001');
    expect((await fetchOnce(URL, agent)).body).toBe('9002');
    await vi.waitUntil(async () => ((await balancer.sessions('lb1')).get('s9001') ?? 0) === 0, patient);
    agent.destroy();
  });

  it('lets a request in flight finish on a server that leaves, and deletes the server then', async () => {
    let release = (): void => {};
    await target(9001, (_, response) => {
      release = () => response.end('late');
    });
    await target(9002);
    await apply(server(9001));
    const answer = fetchOnce(URL);
    await vi.waitUntil(() => targets[0]?.requests() === 1, patient);
    await apply(server(9002));
    expect((await fetchOnce(URL)).body).toBe('9002');
    expect((await balancer.sessions('lb1')).get('s9001')).toBe(1);
    release();
    expect((await answer).body).toBe('late');
    // The connection is kept for reuse a while longer.
    await vi.waitUntil(
      async () => {
        await apply(server(9002));
        return !(await balancer.sessions('lb1')).has('s9001');
      },
      { timeout: 10_000 },
    );
  });

  it('takes a server back that left with a request in flight', async () => {
    await target(9001, (request, response) => {
      if (request.url === '/') response.end('back');
    });
    await apply(server(9001));
    const hanging = fetchOnce(`${URL}hang`);
    await vi.waitUntil(() => targets[0]?.requests() === 1, patient);
    await apply();
    await apply(server(9001));
    expect((await fetchOnce(URL)).body).toBe('back');
    await apply(server(9001, 0, 'cut'));
    expect((await hanging).status).toBe(502);
  });

  it('cuts off what is in flight on a server that is cut', async () => {
    await target(9001, () => {});
    await apply(server(9001));
    const answer = fetchOnce(URL);
    await vi.waitUntil(() => targets[0]?.requests() === 1, patient);
    await apply(server(9001, 100, 'cut'));
    expect((await answer).status).toBe(502);
    expect((await balancer.sessions('lb1')).get('s9001')).toBe(0);
  });

  it('runs without a listener, and listens when the first one comes', async () => {
    await balancer.apply(spec([]));
    const pid = masterPid();
    await target(9001);
    await apply(server(9001));
    expect((await fetchOnce(URL)).status).toBe(200);
    expect(masterPid()).toBe(pid);
  });

  it('answers 503 for the share that has nothing behind it', async () => {
    await target(9001);
    await balancer.apply(spec([forward([server(9001)], 1)]));
    const answer = await fetchOnce(URL);
    expect(answer.status).toBe(503);
    expect(answer.body).toContain('503 Service Temporarily Unavailable');
    await balancer.apply(spec([forward([server(9001)], 0.5)]));
    let refused = 0;
    for (let sent = 0; sent < 200; sent += 1) if ((await fetchOnce(URL)).status === 503) refused += 1;
    expect(refused).toBeGreaterThan(60);
    expect(refused).toBeLessThan(140);
    await balancer.apply(spec([forward([server(9001)])]));
    expect((await fetchOnce(URL)).status).toBe(200);
  });

  it('answers 502 when no target takes the connection, and 504 when the answer does not come in time', async () => {
    await target(9002, () => {});
    await balancer.apply(spec([forward([server(9001)])], 1));
    expect((await fetchOnce(URL)).status).toBe(502);
    await balancer.apply(spec([forward([server(9002)])], 1));
    expect((await fetchOnce(URL)).status).toBe(504);
  });

  it('sends a POST once only, when the target hangs up on it', async () => {
    const hangUp = await target(9001, (incoming) => incoming.socket.destroy());
    await apply(server(9001));
    const status = await new Promise((resolve) => {
      request(URL, { method: 'POST' }, (response) => resolve(response.resume().statusCode)).end('x');
    });
    expect([status, hangUp.requests()]).toEqual([502, 1]);
  });

  it('tells targets who asked, from its own address', async () => {
    const seen = await target(9001);
    await apply(server(9001));
    await fetchOnce(URL);
    expect(seen.lastPeer()).toBe(ADDRESS);
    expect(seen.lastHeaders()).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '8080',
      'x-forwarded-proto': 'http',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
    });
    const headers = {
      'x-forwarded-for': '203.0.113.9',
      'x-amzn-trace-id': 'Root=1-67891233-abcdef012345678912345678',
    };
    await new Promise((resolve) => get(URL, { headers }, (response) => response.resume().on('end', resolve)));
    expect(seen.lastHeaders()).toMatchObject({
      'x-forwarded-for': '203.0.113.9, 127.0.0.1',
      'x-amzn-trace-id': expect.stringMatching(
        /^Self=1-[0-9a-f]{8}-[0-9a-f]{24};Root=1-67891233-abcdef012345678912345678$/,
      ),
    });
  });

  it('gives fixed answers and redirects', async () => {
    const body = `a "b" $c \\ %[src] # ä\n${'x'.repeat(1000)}`;
    await balancer.apply(
      spec([
        { port: 8081, action: { kind: 'respond', status: 418, contentType: 'text/plain', body }, rules: [] },
        {
          port: 8082,
          action: { kind: 'redirect', status: 301, location: 'https://#{host}:443/#{path}?#{query}' },
          rules: [],
        },
      ]),
    );
    expect(await fetchOnce(`http://${ADDRESS}:8081/`)).toEqual({ status: 418, body });
    const ask = async (path: string): Promise<string | null> =>
      (await fetch(`http://${ADDRESS}:8082${path}`, { redirect: 'manual' })).headers.get('location');
    expect(await ask('/a/b?c=d')).toBe(`https://${ADDRESS}:443/a/b?c=d`);
    expect(await ask('/a/b')).toBe(`https://${ADDRESS}:443/a/b`);
  });

  it('takes over what an owner that was killed left, without a restart', async () => {
    for (const port of [9001, 9002]) await target(port);
    await apply(server(9001));
    await balancer.apply({ ...spec([forward([server(9001)])]), id: 'lb2', address: '127.0.77.3' });
    const pid = masterPid();
    expect(readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[3]).not.toBe(String(process.pid));
    balancer = createHaproxyBalancer({ dir, log: () => {} });
    await balancer.open(new Set(['lb1']));
    expect(existsSync(join(dir, 'lb2'))).toBe(false);
    expect((await fetchOnce('http://127.0.77.3:8080/')).status).toBe(0);
    await apply(server(9002));
    expect(masterPid()).toBe(pid);
    expect(await fetchOnce(URL)).toEqual({ status: 200, body: '9002' });
  });

  it('starts again what died', async () => {
    await target(9001);
    await apply(server(9001));
    process.kill(Number(masterPid()), 'SIGKILL');
    await vi.waitUntil(() => !findProcesses(`${dir}/`).includes(Number(masterPid())), patient);
    await apply(server(9001));
    expect((await fetchOnce(URL)).status).toBe(200);
  });

  it('leaves no process and no file when it is closed', async () => {
    await target(9001);
    await apply(server(9001));
    await balancer.apply(spec([forward([server(9001)])], 61));
    expect(findProcesses(`${dir}/`).length).toBeGreaterThanOrEqual(2);
    await balancer.close();
    expect(findProcesses(`${dir}/`)).toEqual([]);
    expect(existsSync(dir)).toBe(false);
  });

  it('fails with the reason of HAProxy when an address cannot be had', async () => {
    await expect(balancer.apply({ ...spec([forward([])]), address: '192.0.2.1' })).rejects.toThrow(
      /haproxy.*192\.0\.2\.1:8080/s,
    );
  });
});
