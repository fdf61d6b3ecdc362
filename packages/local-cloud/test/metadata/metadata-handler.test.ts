import { describe as group, expect, test } from 'vitest';
import { CreateKeyPairCommand, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { createMetadataHandler } from '../../src/metadata/metadata-handler.ts';
import { DEBIAN_12, eachTestCloud, run } from '../services/ec2/ec2-cloud.ts';

const it = eachTestCloud();
const ADDRESS = '10.213.0.4';
const TTL = 'x-aws-ec2-metadata-token-ttl-seconds';
const TOKEN = 'x-aws-ec2-metadata-token';

/** A client on the machine with this address. */
function client(address = ADDRESS) {
  const handler = createMetadataHandler(it.local.cloud);
  return (path: string, init: RequestInit = {}) =>
    handler(new Request(`http://169.254.169.254${path}`, init), address);
}

async function text(answer: Promise<Response>): Promise<string> {
  return (await answer).text();
}

test('shows an instance what it is, under the names of EC2', async () => {
  const [id = ''] = await run(it.local);
  const get = client();
  expect(await text(get('/latest/meta-data/instance-id'))).toBe(id);
  expect(await text(get('/2021-03-23/meta-data/ami-id'))).toBe(DEBIAN_12);
  expect(await text(get('/2009-04-04/meta-data/local-hostname'))).toBe('ip-10-213-0-4.ec2.internal');
  expect(await text(get('/latest/meta-data/placement/availability-zone'))).toBe('us-east-1a');
  expect(await text(get('/latest/meta-data/mac'))).toBe('02:1a:0a:d5:00:04');
  expect(await text(get('/latest/meta-data/network/interfaces/macs/'))).toBe('02:1a:0a:d5:00:04/');
  const mac = '/latest/meta-data/network/interfaces/macs/02:1a:0a:d5:00:04';
  expect(await text(get(`${mac}/subnet-ipv4-cidr-block`))).toBe('10.213.0.0/20');
  expect(await text(get('/latest/meta-data/security-groups'))).toBe('default');
  const document: unknown = JSON.parse(await text(get('/latest/dynamic/instance-identity/document')));
  expect(document).toMatchObject({ instanceId: id, region: 'us-east-1', accountId: '000000000000' });
});

test('a folder is a list of names, folders in it with a slash', async () => {
  await run(it.local);
  const get = client();
  expect((await text(get('/latest/'))).split('\n')).toEqual(
    ['dynamic', 'meta-data'].map((name) => `${name}/`),
  );
  const names = (await text(get('/latest/meta-data/'))).split('\n');
  expect(names).toContain('placement/');
  expect(names).toContain('instance-id');
  expect(names).not.toContain('iam/');
  expect(await text(get('/latest/meta-data'))).toBe(names.join('\n'));
  expect((await text(get('/'))).split('\n')).toContain('2016-09-02');
});

test('the public key is listed by number and name, and found by number', async () => {
  await it.local.ec2.send(new CreateKeyPairCommand({ KeyName: 'deploy', KeyType: 'ed25519' }));
  await run(it.local, { KeyName: 'deploy' });
  const get = client();
  expect(await text(get('/latest/meta-data/public-keys/'))).toBe('0=deploy');
  expect(await text(get('/latest/meta-data/public-keys/0/'))).toBe('openssh-key');
  expect(await text(get('/latest/meta-data/public-keys/0/openssh-key'))).toMatch(
    /^ssh-ed25519 AAAA\S+ deploy\n$/,
  );
});

test('user data come back byte by byte, and are missing where there are none', async () => {
  const bytes = Buffer.from([0x1f, 0x8b, 0x00, 0xff, 0x0a]);
  await run(it.local, { UserData: bytes.toString('base64') });
  await run(it.local);
  const answer = await client()('/latest/user-data');
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  expect((await client('10.213.0.5')('/latest/user-data')).status).toBe(404);
});

test('tags are shown where that is enabled', async () => {
  await run(it.local, {
    MetadataOptions: { InstanceMetadataTags: 'enabled' },
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'web 1' }] }],
  });
  expect(await text(client()('/latest/meta-data/tags/instance/Name'))).toBe('web 1');
});

test('what is not there, and who is not there, gets 404', async () => {
  await run(it.local);
  const get = client();
  for (const path of [
    '/latest/meta-data/colour',
    '/latest/meta-data/instance-id/x',
    '/1999-01-01/meta-data/',
    '/x',
  ]) {
    expect([path, (await get(path)).status]).toEqual([path, 404]);
  }
  expect((await client('10.213.9.9')('/latest/meta-data/')).status).toBe(404);
});

group('tokens', () => {
  const token = async (get: ReturnType<typeof client>, headers: Record<string, string> = { [TTL]: '60' }) =>
    get('/latest/api/token', { method: 'PUT', headers });

  test('are needed where they are required, and good for their time and their instance only', async () => {
    await run(it.local, { MetadataOptions: { HttpTokens: 'required' } });
    await run(it.local, { MetadataOptions: { HttpTokens: 'required' } });
    const handler = createMetadataHandler(it.local.cloud);
    const at = (address: string) => (path: string, init?: RequestInit) =>
      handler(new Request(`http://169.254.169.254${path}`, init), address);
    const get = at(ADDRESS);
    expect((await get('/latest/meta-data/')).status).toBe(401);
    const issued = await token(get);
    expect(issued.headers.get(TTL)).toBe('60');
    const headers = { [TOKEN]: await issued.text() };
    expect((await get('/latest/meta-data/', { headers })).status).toBe(200);
    expect((await at('10.213.0.5')('/latest/meta-data/', { headers })).status).toBe(401);
    it.local.advance(60);
    expect((await get('/latest/meta-data/', { headers })).status).toBe(401);
  });

  test('that are wrong are refused also where none is required', async () => {
    await run(it.local);
    expect((await client()('/latest/meta-data/', { headers: { [TOKEN]: 'x' } })).status).toBe(401);
  });

  test('are not issued without a lifetime, nor through a proxy', async () => {
    await run(it.local);
    const get = client();
    for (const ttl of ['0', '21601', 'soon']) expect((await token(get, { [TTL]: ttl })).status).toBe(400);
    expect((await token(get, {})).status).toBe(400);
    expect((await token(get, { [TTL]: '60', 'x-forwarded-for': '10.0.0.1' })).status).toBe(403);
  });
});

test('role credentials are kept until shortly before they expire, and can sign requests', async () => {
  const { tables } = it.local.cloud;
  const createdAt = it.local.cloud.now();
  const arn = 'arn:aws:iam::000000000000:instance-profile/web';
  tables.roles.put({
    id: 'web-role',
    roleId: 'AROAWEB',
    arn: 'arn:aws:iam::000000000000:role/web-role',
    path: '/',
    assumeRolePolicy: '{}',
    maxSessionDuration: 3600,
    policies: {},
    attachedPolicyArns: [],
    createdAt,
    tags: {},
  });
  tables.instanceProfiles.put({
    id: 'web',
    profileId: 'AIPAWEB',
    arn,
    path: '/',
    roleNames: ['web-role'],
    createdAt,
    tags: {},
  });
  await it.local.ec2.send(
    new RunInstancesCommand({
      ImageId: DEBIAN_12,
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: 'web' },
    }),
  );
  const get = client();
  expect(JSON.parse(await text(get('/latest/meta-data/iam/info')))).toMatchObject({
    InstanceProfileArn: arn,
  });
  const path = '/latest/meta-data/iam/security-credentials/';
  expect(await text(get(path))).toBe('web-role');
  const first = await text(get(`${path}web-role`));
  const credentials: unknown = JSON.parse(first);
  expect(credentials).toMatchObject({
    Code: 'Success',
    Type: 'AWS-HMAC',
    Expiration: '2026-11-21T16:00:00.000Z',
  });
  it.local.advance(5 * 3600);
  expect(await text(get(`${path}web-role`))).toBe(first);
  it.local.advance(3600 - 300);
  expect(await text(get(`${path}web-role`))).not.toBe(first);
  it.local.advance(301);
  await text(get(`${path}web-role`));
  const keys = [...tables.accessKeys.values()].filter(({ userId }) => userId.startsWith('AROAWEB:'));
  expect(keys).toHaveLength(1);
});
