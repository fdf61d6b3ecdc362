import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seconds } from '@imago/engine';
import type { MemberHealth, MemberHttpGate } from '@imago/engine';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer } from '../ssh/test-server.ts';
import { sample, sampling } from './loopback-members.ts';

const directory = mkdtempSync(join(tmpdir(), 'imago-tls-'));
const file = (name: string): string => readFileSync(join(directory, name), 'utf8');
let server: Server;

/** A key and a certificate for these names, signed by the authority. */
function certify(name: string, names: string): void {
  const openssl = (...args: readonly string[]): Buffer =>
    execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`];
  if (name === 'ca') {
    openssl('req', '-x509', ...key, '-out', 'ca.pem', '-subj', '/CN=ca', '-days', '2');
    return;
  }
  writeFileSync(join(directory, `${name}.ext`), `subjectAltName=${names}`);
  openssl('req', ...key, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
  const signed = [
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    `${name}.ext`,
  ];
  openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, ...signed);
}

beforeAll(async () => {
  certify('ca', '');
  certify('etcd-1', 'DNS:etcd-1');
  certify('client', 'DNS:imago');
  const options = { cert: file('etcd-1.pem'), key: file('etcd-1.key'), ca: file('ca.pem') };
  server = createServer({ ...options, requestCert: true, rejectUnauthorized: true }, (_, response) =>
    response.end('{"role":"leader"}'),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

const files = { caFile: 'ca.pem', certFile: 'client.pem', keyFile: 'client.key' };

async function ask(
  more: Partial<MemberHttpGate>,
  ssh?: Parameters<typeof sample>[2],
  name = 'etcd-1',
): Promise<MemberHealth | undefined> {
  const gate: MemberHttpGate = {
    kind: 'member-http',
    name: 'store',
    sampling: { ...sampling, timeout: seconds(5) },
    maxBehind: 10,
    quorum: 'majority',
    port: (server.address() as AddressInfo).port,
    scheme: 'https',
    from: 'here',
    path: '/',
    matcher: '200',
    ...more,
  };
  return (await sample(gate, [{ name, address: '127.0.0.1' }], { directory, ...ssh })).members[0];
}

test('a member is believed by a certificate of its name, and believes ours', async () => {
  expect(await ask(files)).toMatchObject({ healthy: true, role: 'leader' });
  expect((await ask({ caFile: 'ca.pem' }))?.healthy).toBe(false);
});

test('a member with a certificate of somebody else is not healthy', async () => {
  expect((await ask(files, {}, 'etcd-2'))?.detail).toMatch(/altnames/);
  expect((await ask({ certFile: 'client.pem', keyFile: 'client.key' }))?.detail).toMatch(/certificate/);
});

test('a file that is not there is told of', async () => {
  expect((await ask({ ...files, caFile: 'nowhere.pem' }))?.detail).toBe(
    'the certificate authority nowhere.pem cannot be read (ENOENT)',
  );
});

test('certificates are the same through ssh', async () => {
  const keys = ssh2.utils.generateKeyPairSync('ed25519');
  writeFileSync(join(directory, 'ssh'), keys.private);
  const door = await startServer(keys.public);
  const ssh = { user: 'admin', port: door.port, privateKey: 'ssh' };
  try {
    expect(await ask({ ...files, from: 'member' }, { ssh })).toMatchObject({ healthy: true, role: 'leader' });
    expect((await ask({ ...files, from: 'member' }, { ssh }, 'etcd-2'))?.healthy).toBe(false);
  } finally {
    await door.close();
  }
});
