import type { IncomingMessage, Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seconds } from '@imago/engine';
import type { HttpGate, TcpGate } from '@imago/engine';
import { ask, hookOf, sampling, serve } from './sampler.ts';

const seen: IncomingMessage[] = [];
let server: Server;
let port: number;
let status = 200;

beforeEach(async () => {
  seen.length = 0;
  status = 200;
  ({ server, port } = await serve((request, response) => {
    seen.push(request);
    if (request.url !== '/silent') response.writeHead(status).end('all is well');
  }));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const gate = (changes: Partial<HttpGate> = {}): HttpGate => ({
  kind: 'http',
  name: 'smoke',
  at: 'before-shift',
  from: 'outside',
  path: '/ready?deep=1',
  matcher: '200-299',
  sampling,
  ...changes,
});
const url = (): string => `http://127.0.0.1:${port}`;

describe('an http gate from outside', () => {
  test('asks the new side by its name, through the load balancer', async () => {
    expect(await ask(gate(), { url: url() })).toEqual({ ok: true, detail: 'status 200' });
    expect(seen[0]).toMatchObject({ url: '/ready?deep=1', headers: { 'x-imago-release': 'r2' } });
  });

  test('fails on another status, and takes those that it is told to', async () => {
    status = 503;
    expect(await ask(gate(), { url: url() })).toEqual({ ok: false, detail: 'status 503' });
    expect(await ask(gate({ matcher: '200,500-599' }), { url: url() })).toMatchObject({ ok: true });
  });

  test('does not follow a redirect', async () => {
    status = 302;
    expect(await ask(gate(), { url: url() })).toEqual({ ok: false, detail: 'status 302' });
  });

  test('looks for text in the answer', async () => {
    expect(await ask(gate({ contains: 'well' }), { url: url() })).toMatchObject({ ok: true });
    expect(await ask(gate({ contains: 'ill' }), { url: url() })).toEqual({
      ok: false,
      detail: 'status 200 without "ill"',
    });
  });

  test('fails where nobody answers, or not in time', async () => {
    expect(await ask(gate())).toEqual({ ok: false, detail: 'the load balancer does not answer yet' });
    expect(await ask(gate(), { url: 'http://127.0.0.1:1' })).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^no answer from 127\.0\.0\.1:1 \(.*ECONNREFUSED/) as string,
    });
    const silent = gate({ path: '/silent', sampling: { ...sampling, timeout: { milliseconds: 50 } } });
    expect(await ask(silent, { url: url() })).toEqual({ ok: false, detail: 'no answer within 0.1s' });
  });

  test('stops when it is told to', async () => {
    const stop = new AbortController();
    const asked = ask(gate({ path: '/silent' }), { url: url(), signal: stop.signal });
    stop.abort(new Error('interrupted'));
    expect(await asked).toEqual({ ok: false, detail: 'interrupted' });
  });
});

describe('a gate on each instance', () => {
  const tcp = (on: number): TcpGate => ({
    kind: 'tcp',
    name: 'tcp',
    at: 'end',
    from: 'instances',
    port: on,
    sampling,
  });

  test('asks every address at the port of the service', async () => {
    const instances = [
      { id: 'i-1', address: '127.0.0.1' },
      { id: 'i-2', address: '127.0.0.1' },
    ];
    const sample = await ask(gate({ from: 'instances' }), { instances, port });
    expect(sample).toEqual({ ok: true, detail: 'status 200 from all 2 instances' });
    expect(seen).toHaveLength(2);
    expect(seen[0]?.headers['x-imago-release']).toBeUndefined();
  });

  test('names the instance that fails', async () => {
    const instances = [{ id: 'i-1', address: '127.0.0.1' }, { id: 'i-2' }];
    const sample = await ask(gate({ from: 'instances', port }), { instances });
    expect(sample).toEqual({ ok: false, detail: 'i-2: no address yet' });
  });

  test('names the instances that do not answer in time', async () => {
    const instances = [1, 2, 3].map((index) => ({ id: `i-${index}`, address: '127.0.0.1' }));
    const silent = gate({
      from: 'instances',
      path: '/silent',
      sampling: { ...sampling, timeout: { milliseconds: 50 } },
    });
    expect(await ask(silent, { instances, port })).toEqual({
      ok: false,
      detail: 'i-1 (127.0.0.1): no answer within 0.1s, and 2 more of 3 failed',
    });
  });

  test('fails where there is no instance: nothing was shown', async () => {
    expect(await ask(gate({ from: 'instances' }))).toEqual({
      ok: false,
      detail: 'there is no new instance to ask',
    });
  });

  test('connects over TCP', async () => {
    const instances = [{ id: 'i-1', address: '127.0.0.1' }];
    expect(await ask(tcp(port), { instances })).toEqual({
      ok: true,
      detail: `i-1 (127.0.0.1): a connection to port ${port}`,
    });
    expect(await ask(tcp(1), { instances })).toMatchObject({
      ok: false,
      detail: expect.stringMatching(
        /^i-1 \(127\.0\.0\.1\): no connection to port 1 \(.*ECONNREFUSED/,
      ) as string,
    });
    expect(await ask({ ...tcp(port), from: 'outside' }, { url: 'http://127.0.0.1' })).toMatchObject({
      ok: true,
    });
  });
});

describe('an http hook', () => {
  const call = (path: string, secret = 'hunter2'): ReturnType<typeof hookOf> =>
    hookOf(
      {
        kind: 'http',
        url: `http://user:${secret}@127.0.0.1:${port}${path}`,
        method: 'PUT',
        headers: { 'x-token': secret },
        body: '{}',
      },
      seconds(1),
    );

  test('sends its method, headers and body', async () => {
    expect(await ask(call('/deploys/1'))).toEqual({
      ok: true,
      detail: `127.0.0.1:${port} answered with status 200`,
    });
    expect(seen[0]).toMatchObject({
      method: 'PUT',
      headers: { 'x-token': 'hunter2', 'content-length': '2' },
    });
  });

  test('takes only 2xx, and tells no secret', async () => {
    status = 301;
    expect(await ask(call('/a-secret-path'))).toEqual({
      ok: false,
      detail: `127.0.0.1:${port} answered with status 301`,
    });
    server.closeAllConnections();
    server.close();
    const { detail } = await ask(call('/a-secret-path'));
    expect(detail).toMatch(/^no answer from 127\.0\.0\.1/);
    expect(detail).not.toMatch(/hunter2|a-secret-path/);
    expect((await ask(call('/', 'line\nbreak'))).detail).not.toMatch(/break/);
  });
});
