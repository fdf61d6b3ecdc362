import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import {
  CreateKeyPairCommand,
  DeleteKeyPairCommand,
  DescribeKeyPairsCommand,
  ImportKeyPairCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { awsError, eachTestCloud } from './ec2-cloud.ts';

const it = eachTestCloud();
const describeKeys = async (input = {}) =>
  (await it.local.ec2.send(new DescribeKeyPairsCommand({ IncludePublicKey: true, ...input }))).KeyPairs ?? [];

const ED25519 =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl someone@somewhere';

test('a new RSA key is PEM, and its fingerprint that of the private key', async () => {
  const key = await it.local.ec2.send(new CreateKeyPairCommand({ KeyName: 'deploy' }));
  expect(key.KeyMaterial).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
  const der = createPrivateKey(key.KeyMaterial ?? '').export({ type: 'pkcs8', format: 'der' });
  expect(key.KeyFingerprint?.replaceAll(':', '')).toBe(createHash('sha1').update(der).digest('hex'));
  expect(await describeKeys()).toMatchObject([
    { KeyName: 'deploy', KeyType: 'rsa', PublicKey: expect.stringMatching(/^ssh-rsa AAAA.* deploy$/) },
  ]);
});

test('a new Ed25519 key is in the form of OpenSSH', async () => {
  const key = await it.local.ec2.send(new CreateKeyPairCommand({ KeyName: 'deploy', KeyType: 'ed25519' }));
  expect(key.KeyMaterial).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/);
  expect(await describeKeys()).toMatchObject([
    { KeyType: 'ed25519', PublicKey: expect.stringMatching(/^ssh-ed25519 AAAA.* deploy$/) },
  ]);
});

test('a public key is imported in the form of OpenSSH or in PEM', async () => {
  await it.local.ec2.send(
    new ImportKeyPairCommand({ KeyName: 'mine', PublicKeyMaterial: Buffer.from(ED25519) }),
  );
  const blob = Buffer.from(ED25519.split(' ')[1] ?? '', 'base64');
  expect(await describeKeys()).toMatchObject([
    {
      KeyFingerprint: createHash('sha256').update(blob).digest('base64'),
      PublicKey: `${ED25519.split(' ').slice(0, 2).join(' ')} mine`,
    },
  ]);
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = await it.local.ec2.send(
    new ImportKeyPairCommand({
      KeyName: 'pem',
      PublicKeyMaterial: Buffer.from(publicKey.export({ type: 'spki', format: 'pem' })),
    }),
  );
  const line = (await describeKeys({ KeyNames: ['pem'] }))[0]?.PublicKey ?? '';
  const again = await it.local.ec2.send(
    new ImportKeyPairCommand({ KeyName: 'line', PublicKeyMaterial: Buffer.from(line) }),
  );
  const md5 = createHash('md5')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
  expect([pem.KeyFingerprint, again.KeyFingerprint].map((text) => text?.replaceAll(':', ''))).toEqual([
    md5,
    md5,
  ]);
});

test('deleting a key twice is no error; a deleted key is not found', async () => {
  await it.local.ec2.send(new CreateKeyPairCommand({ KeyName: 'deploy', KeyType: 'ed25519' }));
  await it.local.ec2.send(new DeleteKeyPairCommand({ KeyName: 'deploy' }));
  await it.local.ec2.send(new DeleteKeyPairCommand({ KeyName: 'deploy' }));
  await expect(describeKeys({ KeyNames: ['deploy'] })).rejects.toMatchObject(
    awsError('InvalidKeyPair.NotFound', /The key pair 'deploy' does not exist/),
  );
});

test('refuses a name twice, and what is no key', async () => {
  await it.local.ec2.send(new CreateKeyPairCommand({ KeyName: 'deploy', KeyType: 'ed25519' }));
  await expect(
    it.local.ec2.send(new CreateKeyPairCommand({ KeyName: 'deploy', KeyType: 'ed25519' })),
  ).rejects.toMatchObject(awsError('InvalidKeyPair.Duplicate'));
  for (const text of ['hello', 'ssh-rsa AAAA', 'ssh-dss AAAAB3NzaC1kc3MAAA']) {
    await expect(
      it.local.ec2.send(new ImportKeyPairCommand({ KeyName: 'other', PublicKeyMaterial: Buffer.from(text) })),
    ).rejects.toMatchObject(awsError('InvalidKey.Format'));
  }
});
