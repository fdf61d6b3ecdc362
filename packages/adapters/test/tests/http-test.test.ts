import type { IncomingMessage, Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { milliseconds } from '@imago/engine';
import type { Duration, TestSettings } from '@imago/engine';
import { serve } from '../checks/sampler.ts';
import { runIn, testOf } from './stand.ts';

const seen: IncomingMessage[] = [];
let server: Server;
let port: number;
let status = 200;
let answered: () => void = () => undefined;
let decide: () => boolean = () => true;

beforeEach(async () => {
  seen.length = 0;
  status = 200;
  answered = () => undefined;
  decide = () => true;
  ({ server, port } = await serve((request, response) => {
    seen.push(request);
    const silent = request.url === '/silent' || !decide();
    if (!silent) response.writeHead(status).end('version 2.1');
    answered();
  }));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

type Http = Extract<TestSettings['action'], { readonly kind: 'http' }>;
const http = (changes: Partial<Http> = {}, timeout?: Duration): TestSettings =>
  testOf({ kind: 'http', url: '$IMAGO_URL/version', matcher: '200-299', ...changes }, timeout);
const url = (): string => `http://127.0.0.1:${port}`;
const folder = '/';

describe('a test over http', () => {
  test('asks the address of the environment once', async () => {
    const verdict = await runIn(folder, http({ contains: 'version 2' }), { url: url() });
    expect(verdict).toMatchObject({ passed: true, detail: 'status 200', output: [] });
    expect(seen.map((request) => request.url)).toEqual(['/version']);
  });

  test('fails with another status, or without the text', async () => {
    const other = await runIn(folder, http({ contains: 'version 3' }), { url: url() });
    expect(other).toMatchObject({ passed: false, detail: 'status 200 without "version 3"' });
    status = 500;
    expect(await runIn(folder, http(), { url: url() })).toMatchObject({
      passed: false,
      detail: 'status 500',
    });
  });

  test('fails where the environment has no such address', async () => {
    expect(await runIn(folder, http())).toMatchObject({
      passed: false,
      detail: 'IMAGO_URL is empty: the environment has none',
    });
  });

  test('fails when there is no answer in its time', async () => {
    const silent = http({ url: '${IMAGO_URL}/silent' }, milliseconds(200));
    expect(await runIn(folder, silent, { url: url() })).toMatchObject({
      passed: false,
      detail: 'it was not done within 0.2s',
    });
  });

  test('asks every member, and tells of the one that does not answer', async () => {
    const each = http({ url: `http://$IMAGO_ADDRESS:${port}/health` });
    const members = [
      { name: 'etcd-1', address: '127.0.0.1' },
      { name: 'etcd-2', address: '127.0.0.2' },
    ];
    const all = await runIn(folder, each, { members: members.slice(0, 1) });
    expect(all).toMatchObject({ passed: true, detail: 'etcd-1 (127.0.0.1): status 200' });
    const one = await runIn(folder, each, { members });
    expect(one.passed).toBe(false);
    expect(one.detail).toMatch(/^etcd-2 \(127\.0\.0\.2\): no answer from 127\.0\.0\.2:/);
    expect(await runIn(folder, each)).toMatchObject({
      passed: false,
      detail: 'no machine has an address to ask',
    });
  });
});

describe('a test over http during an upgrade', () => {
  test('is repeated each second until it is to end', async () => {
    const stop = new AbortController();
    answered = () => {
      if (seen.length === 2) stop.abort();
    };
    const verdict = await runIn(folder, http(), { url: url() }, { stop: stop.signal });
    expect(verdict.passed).toBe(true);
    expect(verdict.detail).toBe('2 requests, all as expected, the last: status 200');
    expect(verdict.took.milliseconds).toBeGreaterThanOrEqual(990);
  });

  test('fails with the first answer that is not expected', async () => {
    answered = () => {
      status = 503;
    };
    const verdict = await runIn(folder, http(), { url: url() }, { stop: new AbortController().signal });
    expect(verdict).toMatchObject({ passed: false, detail: 'request 2: status 503' });
  });

  test('is content where one of the machines answers: another may be out', async () => {
    const members = [
      { name: 'etcd-1', address: '127.0.0.2' },
      { name: 'etcd-2', address: '127.0.0.1' },
    ];
    const each = http({ url: `http://\${IMAGO_ADDRESS}:${port}/health` });
    const stop = AbortSignal.abort(new Error('at its end'));
    const verdict = await runIn(folder, each, { members }, { stop });
    expect(verdict).toMatchObject({ passed: true });
    const none = await runIn(folder, each, { members: members.slice(0, 1) }, { stop });
    expect(none.detail).toMatch(/^request 1: no answer from 127\.0\.0\.2/);
  });

  test('waits for no machine that is out once another one has answered', async () => {
    const members = [
      { name: 'etcd-1', address: '127.0.0.1' },
      { name: 'etcd-2', address: '127.0.0.1' },
    ];
    let first = true;
    decide = () => {
      const answers = !first;
      first = false;
      return answers;
    };
    const each = http({ url: `http://$IMAGO_ADDRESS:${port}/sometimes` });
    const stop = AbortSignal.abort(new Error('at its end'));
    const verdict = await runIn(folder, each, { members }, { stop });
    expect(verdict.passed).toBe(true);
    expect(verdict.took.milliseconds).toBeLessThan(5000);
  });

  test('ends when it is aborted', async () => {
    const abort = new AbortController();
    answered = () => abort.abort(new Error('no longer asked for'));
    const signals = { abort: abort.signal, stop: new AbortController().signal };
    await expect(runIn(folder, http(), { url: url() }, signals)).rejects.toThrow('no longer asked for');
  });
});
