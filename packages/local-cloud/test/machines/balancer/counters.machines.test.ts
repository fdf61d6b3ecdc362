import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Reading, type Traffic, trafficBetween } from '../../../src/controllers/metrics-traffic.ts';
import type { HaproxyBalancer } from '../../../src/machines/balancer/haproxy-balancer.ts';
import type { BalancerListener, BalancerServer } from '../../../src/machines/machines.ts';
import { closeBalancer, openBalancer } from './open-balancer.ts';
import { hasHaproxy } from './require-haproxy.ts';
import { startTarget, type TargetServer } from './target-server.ts';

const ADDRESS = '127.0.79.1';
const TARGETS = '127.0.79.2';

let dir: string;
let balancer: HaproxyBalancer;
let targets: TargetServer[];

beforeEach(async () => {
  ({ dir, balancer, targets } = await openBalancer());
});

afterEach(() => closeBalancer({ dir, balancer, targets }));

/** A target that answers with the status in the path, after 50 ms. */
async function target(port: number): Promise<BalancerServer> {
  targets.push(
    await startTarget(TARGETS, port, '', (request, response) => {
      void delay(50).then(() => {
        response.statusCode = Number(request.url?.slice(1));
        response.end();
      });
    }),
  );
  return { name: `s${port}`, address: TARGETS, port, weight: 100, state: 'ready' };
}

const apply = (ports: readonly number[], ...servers: readonly BalancerServer[]): Promise<void> =>
  balancer.apply({
    id: 'lb1',
    address: ADDRESS,
    idleTimeoutSeconds: 60,
    listeners: ports.map((port): BalancerListener => ({
      port,
      action: { kind: 'forward', servers, unavailable: servers.length === 0 ? 1 : 0 },
      rules: [],
    })),
  });
const ask = async (status: number, times: number): Promise<void> => {
  for (let time = 0; time < times; time += 1) await fetch(`http://${ADDRESS}:8080/${status}`);
};
const read = async (): Promise<Reading> =>
  new Map((await balancer.counters('lb1')).map((counters) => [counters.id, counters]));
const since = async (before: Reading): Promise<Traffic> => trafficBetween(before, await read());

describe.skipIf(!hasHaproxy())('the counters of a load balancer', () => {
  it('tell what each target was asked and answered, and how long it took', async () => {
    await apply([8080], await target(9501));
    await ask(200, 3);
    const before = await read();
    await ask(200, 4);
    await ask(404, 2);
    await ask(500, 1);
    const { servers, own4xx, own5xx } = await since(before);
    expect(servers.get('s9501')).toMatchObject({
      requests: 7,
      answers: { '2xx': 4, '3xx': 0, '4xx': 2, '5xx': 1 },
    });
    expect(servers.get('s9501')?.responseMilliseconds).toBeGreaterThan(30);
    expect([own4xx, own5xx]).toEqual([0, 0]);
  });

  it('tell which errors are the load balancer’s own: no target, and a target that is not there', async () => {
    await apply([8080]);
    const before = await read();
    await ask(200, 3);
    expect(await since(before)).toMatchObject({ own5xx: 3 });
    await apply([8080], { name: 'gone', address: TARGETS, port: 9509, weight: 100, state: 'ready' });
    const later = await read();
    await ask(200, 1);
    const { servers, own5xx } = await since(later);
    expect(own5xx).toBe(1);
    expect(servers.get('gone')?.answers['5xx']).toBe(0);
  });

  it('count nothing twice when a reload replaces the process', async () => {
    const server = await target(9502);
    await apply([8080], server);
    await ask(200, 5);
    const before = await read();
    await apply([8080, 8081], server);
    await ask(200, 3);
    await vi.waitUntil(async () => workersOf(await read()).size === 1, { timeout: 5000, interval: 50 });
    const after = await read();
    expect(workersOf(after)).not.toEqual(workersOf(before));
    // What the old process answered last, on connections that it had, went with it.
    expect(trafficBetween(before, after).servers.get('s9502')?.requests).toBeLessThanOrEqual(3);
    await ask(200, 3);
    expect((await since(after)).servers.get('s9502')?.requests).toBe(3);
  });
});

const workersOf = (reading: Reading): ReadonlySet<string> =>
  new Set(Array.from(reading.keys(), (id) => id.split('/')[0] ?? ''));
