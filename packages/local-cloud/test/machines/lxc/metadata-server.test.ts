import { afterEach, expect, test } from 'vitest';
import { createMetadataServer } from '../../../src/machines/lxc/metadata-server.ts';

const server = createMetadataServer();
afterEach(() => server.close());

test('the handler is told who asked', async () => {
  const port = await server.listen('127.0.0.1', async (request, remote) => {
    return new Response(`${remote} ${request.method} ${new URL(request.url).pathname}`);
  });
  const answer = await fetch(`http://127.0.0.1:${port}/latest/api/token`, { method: 'PUT' });
  expect(await answer.text()).toBe('127.0.0.1 PUT /latest/api/token');
});

test('another handler takes the place of the first', async () => {
  await server.listen('127.0.0.1', async () => new Response('first'));
  const port = await server.listen('127.0.0.1', async () => new Response('second'));
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('second');
});
