import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveIdentity, stripIdentity, writeIdentity } from '../../../../src/machines/lxc/disks/identity.ts';
import { specFor } from '../machines-for.ts';

const spec = specFor('10.221.0.0/16', 4, 'debian-12');
let directory = '';
let upper = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'imago-identity-'));
  upper = join(directory, 'upper');
  await writeIdentity(upper, spec, '10.213.0.1');
  await mkdir(join(upper, 'etc/ssh'));
  await mkdir(join(upper, 'var/lib/cloud/instances/i-1'), { recursive: true });
  await mkdir(join(upper, 'var/lib/cloud/sem'));
  await writeFile(join(upper, 'etc/ssh/ssh_host_ed25519_key'), 'secret', { mode: 0o600 });
  await writeFile(join(upper, 'etc/ssh/sshd_config'), 'kept');
});
afterEach(() => rm(directory, { recursive: true }));

test('a new root has a name and a machine id that depends on the machine alone', async () => {
  expect(await readFile(join(upper, 'etc/hostname'), 'utf8')).toBe('ip-10-221-7-4\n');
  const id = await readFile(join(upper, 'etc/machine-id'), 'utf8');
  expect(id).toMatch(/^[0-9a-f]{32}\n$/);
  await writeIdentity(join(directory, 'other'), { ...spec, id: 'i-2' }, '10.213.0.1');
  expect(await readFile(join(directory, 'other/etc/machine-id'), 'utf8')).not.toBe(id);
});

test('a disk keeps what was baked in and loses whose it was', async () => {
  await stripIdentity(upper);
  for (const path of [
    'etc/machine-id',
    'etc/hostname',
    'etc/ssh/ssh_host_ed25519_key',
    'var/lib/cloud/instances',
  ]) {
    expect(existsSync(join(upper, path)), path).toBe(false);
  }
  expect(await readFile(join(upper, 'etc/ssh/sshd_config'), 'utf8')).toBe('kept');
  expect(existsSync(join(upper, 'var/lib/cloud/sem'))).toBe(true);
});

test('the machine gets back what its disk lost', async () => {
  const saved = join(directory, 'identity');
  await saveIdentity(upper, saved);
  expect(await readFile(join(saved, 'etc/ssh/ssh_host_ed25519_key'), 'utf8')).toBe('secret');
  expect(await readFile(join(saved, 'etc/hostname'), 'utf8')).toBe('ip-10-221-7-4\n');
  expect(existsSync(join(saved, 'var/lib/cloud/instances/i-1'))).toBe(true);
  expect(existsSync(join(saved, 'etc/ssh/sshd_config'))).toBe(false);
});

test('where the cloud is goes to the machine and never into its image', async () => {
  const lower = join(directory, 'lower');
  await mkdir(join(lower, 'etc'), { recursive: true });
  await writeFile(join(lower, 'etc/environment'), 'TZ=UTC');
  const root = join(directory, 'machine');
  const environment = { AWS_ENDPOINT_URL: 'http://10.221.0.1:4566', AWS_REGION: 'us-east-1' };
  await writeIdentity(root, { ...spec, environment }, '10.213.0.1', [lower]);
  const seen = (): Promise<string> => readFile(join(root, 'etc/environment'), 'utf8');
  expect(await seen()).toMatch(/^TZ=UTC\n# begin [^\n]*\nAWS_ENDPOINT_URL="http:\/\/10\.221\.0\.1:4566"\n/);
  expect(await readFile(join(root, 'etc/systemd/system.conf.d/imago-cloud.conf'), 'utf8')).toContain(
    'DefaultEnvironment=AWS_REGION="us-east-1"\n',
  );
  await writeFile(join(root, 'etc/environment'), `${await seen()}LANG=C\n`);

  const saved = join(directory, 'saved');
  await saveIdentity(root, saved);
  await stripIdentity(root);
  expect(await seen()).toBe('TZ=UTC\nLANG=C\n');
  expect(existsSync(join(root, 'etc/imago-cloud'))).toBe(false);
  expect(existsSync(join(root, 'etc/sudoers.d/imago-cloud'))).toBe(false);
  expect(await readFile(join(saved, 'etc/environment'), 'utf8')).toContain('AWS_ENDPOINT_URL');
  expect(existsSync(join(saved, 'etc/imago-cloud/aws/ec2/2016-11-15/endpoint-rule-set-1.json'))).toBe(true);
});
