import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { NotificationSettings, RolloutEvent } from '@imago/engine';
import { createNotifier } from '../../src/notify/create-notifier.ts';
import { sign } from '../../src/notify/sign.ts';

interface Received {
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

const ref = { project: 'shop', environment: 'production' };
const ended: RolloutEvent = {
  code: 'rollout-ended',
  number: 3,
  end: { at: '2026-01-01T00:00:00Z', kind: 'rolled-back', reason: 'smoke failed: status 503' },
};
const webhook: NotificationSettings = { kind: 'webhook', urlFrom: 'HOOK', events: ['rollout-ended'] };
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function receiver(statuses: readonly number[] = []): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      response.statusCode = statuses[received.length] ?? 200;
      received.push({ headers: request.headers, body });
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closing.push(() => void server.close());
  // it listens on TCP
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`, received };
}

async function tell(
  settings: NotificationSettings,
  env: Readonly<Record<string, string>>,
  ...events: readonly RolloutEvent[]
): Promise<readonly string[]> {
  const problems: string[] = [];
  const problem = (text: string): void => void problems.push(text);
  const notifier = createNotifier([settings], ref, { env, problem, pause: 1 });
  for (const event of events) notifier.event(event);
  await notifier.close();
  return problems;
}

describe('notifications', () => {
  test('sends the events that were asked for, and no other', async () => {
    const { url, received } = await receiver();
    const other: RolloutEvent = { code: 'retrying', message: 'slow down' };
    expect(await tell(webhook, { HOOK: url }, other, ended)).toEqual([]);
    expect(received.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      expect.objectContaining({ ...ref, text: 'rolled-back: smoke failed: status 503', event: ended }),
    ]);
  });

  test('signs a webhook so that its receiver can tell who sent it and when', async () => {
    const { url, received } = await receiver();
    await tell({ ...webhook, secretFrom: 'KEY' }, { HOOK: url, KEY: 's3cret' }, ended);
    const [first] = received;
    const timestamp = Number(first?.headers['x-imago-timestamp']);
    expect(first?.headers['x-imago-signature']).toBe(sign('s3cret', timestamp, first?.body ?? ''));
    expect(first?.headers['x-imago-event']).toBe('rollout-ended');
  });

  test('sends nothing unsigned when the key is missing, and says so', async () => {
    const { url, received } = await receiver();
    const problems = await tell({ ...webhook, secretFrom: 'KEY' }, { HOOK: url }, ended, ended);
    expect(received).toEqual([]);
    expect(problems).toEqual(['no notification is sent: KEY, the key of its signature, is not set']);
  });

  test('writes to Slack in its words', async () => {
    const { url, received } = await receiver();
    await tell({ ...webhook, kind: 'slack' }, { HOOK: url }, ended);
    expect(received[0]?.body).toBe('{"text":"*shop/production* rolled-back: smoke failed: status 503"}');
  });

  test('tries again, keeps the order, and gives up after three tries with a word that holds no secret', async () => {
    const { url, received } = await receiver([500, 200, 500, 500, 500]);
    const problems = await tell(webhook, { HOOK: url }, ended, { ...ended, number: 4 });
    expect(received).toHaveLength(5);
    expect(problems).toEqual(['the notification of rollout-ended to HOOK failed: status 500']);
    expect(problems.join()).not.toContain(url);
  });

  test('says once when the variable holds no URL', async () => {
    expect(await tell(webhook, {}, ended, ended)).toEqual(['no notification is sent: HOOK holds no URL']);
  });
});
