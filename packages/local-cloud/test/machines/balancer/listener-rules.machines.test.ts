import { readFileSync } from 'node:fs';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HaproxyBalancer } from '../../../src/machines/balancer/haproxy-balancer.ts';
import type {
  BalancerAction,
  BalancerCondition,
  BalancerRule,
  BalancerServer,
} from '../../../src/machines/machines.ts';
import { closeBalancer, openBalancer, patient } from './open-balancer.ts';
import { hasHaproxy } from './require-haproxy.ts';
import { fetchOnce, startLoad } from './steady-load.ts';
import { startTarget, type TargetServer } from './target-server.ts';

const ADDRESS = '127.0.76.1';
const TARGETS = '127.0.76.2';
const URL = `http://${ADDRESS}:8080/`;

let dir: string;
let balancer: HaproxyBalancer;
let targets: TargetServer[];
let logged: string[];

beforeEach(async () => {
  ({ dir, balancer, targets, logged } = await openBalancer());
});

afterEach(() => closeBalancer({ dir, balancer, targets }));

async function start(...ports: readonly number[]): Promise<void> {
  for (const port of ports) targets.push(await startTarget(TARGETS, port, String(port)));
}

function forward(...weights: readonly (readonly [port: number, weight: number])[]): BalancerAction {
  const servers = weights.map(([port, weight]): BalancerServer => ({
    name: `s${port}`,
    address: TARGETS,
    port,
    weight,
    state: 'ready',
  }));
  return { kind: 'forward', servers, unavailable: 0 };
}

const respond = (body: string, status = 200): BalancerAction => ({
  kind: 'respond',
  status,
  contentType: 'text/plain',
  body,
});

let nextSlot = 0;
function rule(
  id: string,
  action: BalancerAction,
  conditions: readonly BalancerCondition[],
  slot = nextSlot++ % 100,
): BalancerRule {
  return { id, slot, conditions, action };
}

const testTraffic: BalancerCondition = {
  kind: 'http-header',
  name: 'X-Imago-Release',
  values: ['r2'],
};

async function apply(action: BalancerAction, rules: readonly BalancerRule[]): Promise<void> {
  const listeners = [{ port: 8080, action, rules }];
  await balancer.apply({ id: 'lb1', address: ADDRESS, idleTimeoutSeconds: 60, listeners });
}

interface Question {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
}

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

function ask({ path = '/', method = 'GET', headers = {} }: Question = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: ADDRESS, port: 8080, path, method, headers, agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body, headers: response.headers }),
      );
    });
    sent.on('error', reject);
    sent.end(method === 'POST' ? 'x'.repeat(5000) : undefined);
  });
}

describe.skipIf(!hasHaproxy())('rules of a listener', () => {
  it.each<[string, BalancerCondition, readonly Question[], readonly Question[]]>([
    [
      'a header: its value in any case, any of its lines',
      testTraffic,
      [
        { headers: { 'x-imago-release': 'r2' } },
        { headers: { 'X-IMAGO-Release': 'R2' } },
        { headers: { 'x-imago-release': ['r1', 'r2'] } },
      ],
      [
        {},
        { headers: { 'x-imago-release': 'r22' } },
        { headers: { 'x-imago-release': 'xr2' } },
        { headers: { other: 'x-imago-release: r2' } },
      ],
    ],
    [
      'a header with wildcards and whatever regular expressions and HAProxy make something of',
      { kind: 'http-header', name: 'user-agent', values: ['*(a.b?c)*', 'ä "x" \\ $y'] },
      [{ headers: { 'user-agent': 'Moz (a.bXc) 5' } }, { headers: { 'user-agent': 'Ã¤ "x" \\ $y' } }],
      [{ headers: { 'user-agent': 'Moz (aXbXc) 5' } }, { headers: { 'user-agent': '(a.bc)' } }],
    ],
    [
      'a host: in any case, whatever the port, with wildcards',
      { kind: 'host-header', values: ['*.shop.test', 'shop.test'] },
      [
        { headers: { host: 'shop.test' } },
        { headers: { host: 'WWW.shop.test:8080' } },
        { headers: { host: 'a.b.shop.test' } },
      ],
      [{}, { headers: { host: 'shop.test.evil' } }, { headers: { host: 'xshop.test' } }],
    ],
    [
      'a path: by the letter, without the query',
      { kind: 'path-pattern', values: ['/img/*', '/v?/a.b'] },
      [{ path: '/img/' }, { path: '/img/a/b?c=d' }, { path: '/v1/a.b' }],
      [{ path: '/IMG/' }, { path: '/img' }, { path: '/v12/a.b' }, { path: '/v1/axb' }, { path: '/x?/img/' }],
    ],
    [
      'a method',
      { kind: 'http-request-method', values: ['POST', 'PUT'] },
      [{ method: 'POST' }, { method: 'PUT' }],
      [{ method: 'GET' }, { path: '/POST' }],
    ],
    [
      'a query: by key and value or by any key, in any case',
      { kind: 'query-string', values: [{ key: 'version', value: 'v1*' }, { value: '*beta*' }] },
      [{ path: '/?version=v1' }, { path: '/?a=b&VERSION=V12&c' }, { path: '/?x=abetab' }, { path: '/?beta' }],
      [{ path: '/' }, { path: '/version=v1' }, { path: '/?version=v2' }, { path: '/?xversion=v1' }],
    ],
    ['a source', { kind: 'source-ip', values: ['127.0.0.0/30', '2001:db8::/32'] }, [{}], []],
    ['another source', { kind: 'source-ip', values: ['127.0.0.2/31', '10.0.0.0/8'] }, [], [{}]],
    ['any source', { kind: 'source-ip', values: ['0.0.0.0/0'] }, [{}], []],
  ])('takes %s', async (_, condition, taken, left) => {
    await apply(respond('no'), [rule('a1', respond('yes'), [condition])]);
    for (const question of taken) expect([question, (await ask(question)).body]).toEqual([question, 'yes']);
    for (const question of left) expect([question, (await ask(question)).body]).toEqual([question, 'no']);
  });

  it('asks for all conditions of a rule, and gives the first rule that fits', async () => {
    const path: BalancerCondition = { kind: 'path-pattern', values: ['/a/*'] };
    await apply(respond('none'), [
      rule('b1', respond('both'), [testTraffic, path]),
      rule('b2', respond('path'), [path]),
      rule('b3', respond('never'), [path]),
    ]);
    const headers = { 'x-imago-release': 'r2' };
    const bodies = [
      await ask({ path: '/a/', headers }),
      await ask({ path: '/a/' }),
      await ask({ path: '/b', headers }),
    ].map(({ body }) => body);
    expect(bodies).toEqual(['both', 'path', 'none']);
  });

  it('answers and redirects by rules, without a reload', async () => {
    await start(9301);
    await apply(forward([9301, 1]), []);
    const body = `a "b" $c \\ %[src] # ä\n${'x'.repeat(1000)}`;
    const on = (path: string): BalancerCondition => ({ kind: 'path-pattern', values: [path] });
    const redirect = (location: string): BalancerAction => ({ kind: 'redirect', status: 302, location });
    await apply(forward([9301, 1]), [
      rule('c1', { ...respond(body, 418), kind: 'respond', contentType: 'text/html' } as BalancerAction, [
        on('/418'),
      ]),
      rule('c2', redirect('https://#{host}:443/new/#{path}?#{query}'), [on('/r/*')]),
      rule('c3', redirect('#{protocol}://x.test:#{port}/?a=#{query}'), [on('/s')]),
      rule('c4', { kind: 'respond', status: 503, contentType: 'text/plain', body: '' }, [on('/empty')]),
    ]);
    const teapot = await ask({ path: '/418' });
    expect(teapot).toMatchObject({
      status: 418,
      body,
      headers: { 'content-type': 'text/html', server: 'awselb/2.0' },
    });
    expect(await ask({ path: '/418', method: 'POST' })).toMatchObject({ status: 418 });
    expect(await ask({ path: '/418', method: 'HEAD' })).toMatchObject({ status: 418, body: '' });
    expect(await ask({ path: '/empty' })).toMatchObject({ status: 503, body: '' });
    const location = async (path: string): Promise<unknown> => (await ask({ path })).headers['location'];
    expect(await location('/r/a?b=c')).toBe(`https://${ADDRESS}:443/new/r/a?b=c`);
    expect(await location('/r/a')).toBe(`https://${ADDRESS}:443/new/r/a`);
    expect(await location('/s?q')).toBe('http://x.test:8080/?a=q');
    expect((await ask()).body).toBe('9301');
    expect(logged).toEqual(['balancer started']);
  });

  it('forwards by a rule with the headers of a load balancer when the listener itself only answers', async () => {
    await start(9301);
    await apply(respond('closed', 503), [rule('d1', forward([9301, 1]), [testTraffic])]);
    expect(await ask({ headers: { 'x-imago-release': 'r2' } })).toMatchObject({ status: 200, body: '9301' });
    expect(targets[0]?.lastHeaders()).toMatchObject({ 'x-forwarded-for': '127.0.0.1' });
    expect((await ask()).status).toBe(503);
  });

  it('answers 503 for a rule with nothing behind it, and only for it', async () => {
    await start(9301);
    const nothing: BalancerAction = { kind: 'forward', servers: [], unavailable: 1 };
    await apply(forward([9301, 1]), [rule('e1', nothing, [testTraffic])]);
    const answer = await ask({ headers: { 'x-imago-release': 'r2' } });
    expect(answer).toMatchObject({ status: 503, headers: { server: 'awselb/2.0' } });
    expect((await ask()).status).toBe(200);
  });

  it('gives the place of a rule that went to another one without mixing them up', async () => {
    await start(9301, 9302);
    await apply(respond('none'), [rule('f1', forward([9301, 1]), [testTraffic], 7)]);
    const other: BalancerCondition = { kind: 'path-pattern', values: ['/other'] };
    await apply(respond('none'), [rule('f2', forward([9302, 1]), [other], 7)]);
    expect((await ask({ headers: { 'x-imago-release': 'r2' } })).body).toBe('none');
    expect((await ask({ path: '/other' })).body).toBe('9302');
    expect(logged).toEqual(['balancer started']);
  });

  it('counts what is in flight by a rule, and keeps rules over a restart', async () => {
    targets.push(await startTarget(TARGETS, 9301, '9301', () => {}));
    const rules = [rule('g1', forward([9301, 1]), [testTraffic])];
    await apply(respond('none'), rules);
    const hanging = ask({ headers: { 'x-imago-release': 'r2' } }).catch(() => undefined);
    await vi.waitUntil(() => targets[0]?.requests() === 1, patient);
    expect((await balancer.sessions('lb1')).get('s9301')).toBe(1);
    process.kill(Number(readFileSync(join(dir, 'lb1/pid'), 'utf8')), 'SIGKILL');
    await hanging;
    await targets[0]?.kill();
    targets = [];
    await start(9301);
    await apply(respond('none'), rules);
    expect((await ask({ headers: { 'x-imago-release': 'r2' } })).body).toBe('9301');
  });

  it.each([
    ['with keep-alive', true],
    ['without keep-alive', false],
  ])(
    'loses no request while rules and groups come and go, and users see none of it, %s',
    async (_, keepAlive) => {
      await start(9301, 9302);
      await apply(forward([9301, 1], [9302, 1]), []);
      const users = startLoad(URL, 8, keepAlive);
      const testers = startLoad(URL, 2, keepAlive, { 'x-imago-release': 'r2' });
      const more = async (): Promise<void> => {
        const before = users.sent();
        await vi.waitUntil(() => users.sent() > before + 150, { timeout: 10_000, interval: 5 });
      };
      for (let round = 0; round < 5; round += 1) {
        const fresh = 9303 + round;
        await start(fresh);
        const green = rule(`h${round}`, forward([fresh, 1]), [testTraffic], 0);
        await apply(forward([9301, 1], [9302, 1]), [green]);
        await more();
        await apply(forward([9301, 1], [9302, 1]), [{ ...green, conditions: [testTraffic, testTraffic] }]);
        await apply(forward([9301, 1], [9302, 1]), [rule('x', respond('soon'), [testTraffic]), green]);
        await more();
        await apply(forward([9301, 1], [9302, 1]), []);
        await more();
        await vi.waitUntil(
          async () => ((await balancer.sessions('lb1')).get(`s${fresh}`) ?? 0) === 0,
          patient,
        );
        await targets.at(-1)?.kill();
        await more();
      }
      const [seen, tested] = [await users.stop(), await testers.stop()];
      expect([seen.failures, tested.failures]).toEqual([[], []]);
      expect([...seen.bodies.keys()].sort()).toEqual(['9301', '9302']);
      expect([...tested.bodies.keys()].sort()).toEqual(
        expect.arrayContaining(['9301', '9303', '9307', 'soon']),
      );
      expect(logged).toEqual(['balancer started']);
    },
  );

  it.each([
    ['with keep-alive', true],
    ['without keep-alive', false],
  ])(
    'shifts users to the side under test, 0 to 100, with the right shares and no failed request, %s',
    async (_, keepAlive) => {
      await start(9301, 9302, 9303);
      const blue = 9301;
      const test = rule('i1', forward([9302, 1], [9303, 1]), [testTraffic]);
      await apply(forward([blue, 1]), [test]);
      for (const [share, [old, fresh]] of [
        [0.1, [18, 1]],
        [0.5, [2, 1]],
        [1, [0, 1]],
      ] as const) {
        await apply(forward([blue, old], [9302, fresh], [9303, fresh]), [test]);
        const users = startLoad(URL, 8, keepAlive);
        await vi.waitUntil(() => users.sent() > 800, { timeout: 20_000, interval: 5 });
        const { failures, bodies, sent } = await users.stop();
        expect(failures).toEqual([]);
        expect(1 - (bodies.get(String(blue)) ?? 0) / sent).toBeCloseTo(share, 1);
      }
    },
  );

  it('holds a hundred rules, each with its own servers', async () => {
    await start(9301);
    const rules = Array.from({ length: 100 }, (_, index) =>
      rule(`j${index}`, forward([9301, 1]), [{ kind: 'path-pattern', values: [`/p${index}/*`] }], index),
    );
    await apply(respond('none'), rules);
    expect((await ask({ path: '/p99/x' })).body).toBe('9301');
    expect((await fetchOnce(URL)).body).toBe('none');
  });
});
