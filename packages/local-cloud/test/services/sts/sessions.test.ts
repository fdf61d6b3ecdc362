import { CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
  type Credentials,
} from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../harness.ts';

let local: TestCloud;
const opened: STSClient[] = [];
beforeEach(async () => {
  local = await startTestCloud({ services: ['sts', 'iam'] });
});
afterEach(async () => {
  for (const client of opened.splice(0)) client.destroy();
  await local.close();
});

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
});

async function makeRole(): Promise<string> {
  const { Role } = await local.iam.send(
    new CreateRoleCommand({ RoleName: 'deployer', AssumeRolePolicyDocument: TRUST }),
  );
  return Role?.Arn ?? '';
}

/** A client with temporary credentials, changed where told. */
function clientOf(credentials: Credentials | undefined, change: object = {}): STSClient {
  const client = new STSClient({
    endpoint: local.endpoint,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: {
      accessKeyId: credentials?.AccessKeyId ?? '',
      secretAccessKey: credentials?.SecretAccessKey ?? '',
      sessionToken: credentials?.SessionToken ?? '',
      ...change,
    },
  });
  opened.push(client);
  return client;
}

test('GetCallerIdentity names the account and who holds the key', async () => {
  expect(await local.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    UserId: '000000000000',
    Account: '000000000000',
    Arn: 'arn:aws:iam::000000000000:root',
  });
});

test('the credentials of an assumed role work at once and are those of the role', async () => {
  const RoleArn = await makeRole();
  const { Credentials, AssumedRoleUser } = await local.sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ci' }),
  );
  expect(AssumedRoleUser).toEqual({
    AssumedRoleId: expect.stringMatching(/^AROA\w{17}:ci$/),
    Arn: 'arn:aws:sts::000000000000:assumed-role/deployer/ci',
  });
  expect(Credentials?.AccessKeyId).toMatch(/^ASIA[0-9A-Z]{16}$/);
  expect(await clientOf(Credentials).send(new GetCallerIdentityCommand({}))).toMatchObject({
    UserId: AssumedRoleUser?.AssumedRoleId,
    Arn: AssumedRoleUser?.Arn,
  });
});

test('a session lasts as long as it was asked to, then its credentials are refused as expired', async () => {
  const { Credentials } = await local.sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
  expect(Credentials?.Expiration).toEqual(new Date(local.cloud.now().getTime() + 900_000));
  local.advance(899);
  await clientOf(Credentials).send(new GetCallerIdentityCommand({}));
  local.advance(1);
  await expect(clientOf(Credentials).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'ExpiredToken',
    $metadata: { httpStatusCode: 403 },
  });
});

test.each([undefined, 'another token'])(
  'a session key is refused with the token %j',
  async (sessionToken) => {
    const { Credentials } = await local.sts.send(new GetSessionTokenCommand({}));
    const client = clientOf(Credentials, { sessionToken });
    await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
  },
);

test('a session cannot make another with GetSessionToken', async () => {
  const { Credentials } = await local.sts.send(new GetSessionTokenCommand({}));
  await expect(clientOf(Credentials).send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: 'Cannot call GetSessionToken with session credentials',
  });
});

test('a role that is not there cannot be assumed', async () => {
  const RoleArn = 'arn:aws:iam::000000000000:role/nobody';
  await expect(
    local.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ci' })),
  ).rejects.toMatchObject({
    name: 'AccessDenied',
    message: `User: arn:aws:iam::000000000000:root is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
  });
});

test.each([
  [{ DurationSeconds: 899 }, "Value '899' at 'durationSeconds'"],
  [{ DurationSeconds: 43_201 }, "Value '43201' at 'durationSeconds'"],
  [{ DurationSeconds: 3601 }, 'exceeds the MaxSessionDuration set for this role'],
  [{ RoleSessionName: 'a b' }, "Value 'a b' at 'roleSessionName'"],
])('AssumeRole refuses %j', async (change, message) => {
  const RoleArn = await makeRole();
  await expect(
    local.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ci', ...change })),
  ).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringContaining(message) });
});

test('sessions that expired long ago are forgotten when a new one is made', async () => {
  await local.sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
  const before = local.cloud.tables.accessKeys.size;
  local.advance(2 * 24 * 3600);
  await local.sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
  expect(local.cloud.tables.accessKeys.size).toBe(before);
});
