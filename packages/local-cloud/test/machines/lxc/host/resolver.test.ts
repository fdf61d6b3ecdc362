import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { machineResolver } from '../../../../src/machines/lxc/host/resolver.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'imago-resolver-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function resolver(own: string, upstream: string): Promise<string> {
  await writeFile(join(directory, 'own'), own);
  await writeFile(join(directory, 'upstream'), upstream);
  const files = [join(directory, 'none'), join(directory, 'upstream')];
  return machineResolver('10.213.0.1', join(directory, 'own'), files);
}

test('machines ask the name server of their network, then those that the host asks', async () => {
  expect(await resolver('# mine\nnameserver 192.0.2.1\nsearch example.org\n', 'nameserver 192.0.2.9\n')).toBe(
    'nameserver 10.213.0.1\nnameserver 192.0.2.1\nsearch example.org\n',
  );
});

test('a stub on the loopback is replaced by its upstream servers', async () => {
  expect(await resolver('nameserver 127.0.0.53\n', 'nameserver 192.0.2.9\nnameserver fd00::1\n')).toBe(
    'nameserver 10.213.0.1\nnameserver 192.0.2.9\n',
  );
});

test('machines never ask in turn: the name server of their network is the first', async () => {
  expect(await resolver('nameserver 192.0.2.1\noptions rotate timeout:1\n', '')).toBe(
    'nameserver 10.213.0.1\nnameserver 192.0.2.1\noptions timeout:1\n',
  );
});
