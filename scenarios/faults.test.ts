import { connect } from 'node:net';
import {
  CreateKeyPairCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeKeyPairsCommand,
  EC2Client,
  type Instance,
  RunInstancesCommand,
  TerminateInstancesCommand,
  waitUntilInstanceRunning,
  waitUntilInstanceTerminated,
} from '@aws-sdk/client-ec2';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type ScenarioCloud, startLocalCloud } from './support/local-cloud.ts';
import { type Result, runImago } from './support/run-imago.ts';

let cloud: ScenarioCloud;
let ec2: EC2Client;
beforeAll(async () => {
  cloud = await startLocalCloud('10.229.0.0/16');
  ec2 = client(1);
});
afterEach(() => imago('local faults clear'));
afterAll(async () => {
  ec2.destroy();
  await cloud.close();
});

function client(maxAttempts: number): EC2Client {
  const credentials = {
    accessKeyId: cloud.env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: cloud.env['AWS_SECRET_ACCESS_KEY'] ?? '',
  };
  return new EC2Client({ endpoint: cloud.endpoint, region: cloud.region, credentials, maxAttempts });
}

const imago = (words: string): Promise<Result> => runImago(words.split(' '), { env: cloud.env });

async function refused(words: string): Promise<string> {
  const { status, stderr } = await imago(words);
  expect(status, stderr).toBe(2);
  return stderr;
}

const createKey = (KeyName: string): Promise<unknown> => ec2.send(new CreateKeyPairCommand({ KeyName }));

async function keyNames(): Promise<readonly unknown[]> {
  const { KeyPairs = [] } = await ec2.send(new DescribeKeyPairsCommand({}));
  return KeyPairs.map(({ KeyName }) => KeyName);
}

async function launch(): Promise<string> {
  const { Images = [] } = await ec2.send(
    new DescribeImagesCommand({ Filters: [{ Name: 'name', Values: ['debian-12-amd64-*'] }] }),
  );
  const ImageId = Images[0]?.ImageId;
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({ ImageId, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 }),
  );
  return Instances[0]?.InstanceId ?? '';
}

async function describe(id: string): Promise<Instance | undefined> {
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
  return Reservations[0]?.Instances?.[0];
}

const quickly = (): { client: EC2Client; maxWaitTime: number; minDelay: number; maxDelay: number } => ({
  client: ec2,
  maxWaitTime: 30,
  minDelay: 1,
  maxDelay: 1,
});

function answersOnPort22(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 22, timeout: 2000 });
    const end = (answers: boolean): void => {
      socket.destroy();
      resolve(answers);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

test('throttled calls are refused as EC2 does, an SDK that tries again gets through, and the status tells', async () => {
  const set = await imago('local faults set CreateKeyPair --throttle 100% --seed 1');
  expect(set).toMatchObject({ status: 0, stdout: 'CreateKeyPair  throttle 100%  seed 1\n' });
  await expect(createKey('a')).rejects.toMatchObject({ name: 'RequestLimitExceeded' });
  expect(await keyNames()).toEqual([]);
  expect((await imago('local faults list')).stdout).toContain('1 call: 1 throttled');
  expect((await imago('local status')).stdout).toMatch(/^faults +CreateKeyPair throttle 100%$/m);

  await imago('local faults set * --throttle 50% --seed 1');
  expect((await imago('local faults clear CreateKeyPair')).stdout).toBe('cleared 1 fault\n');
  const patient = client(10);
  for (let call = 0; call < 5; call += 1) await patient.send(new DescribeKeyPairsCommand({}));
  patient.destroy();
  expect((await imago('local faults clear')).stdout).toBe('cleared 1 fault\n');
  expect((await imago('local status')).stdout).not.toMatch(/^faults/m);
});

test('an answer is lost before the work or after it, and may come late', async () => {
  await imago('local faults set CreateKeyPair --error 100% --delay 200ms --seed 3');
  const started = performance.now();
  for (let call = 0; call < 10; call += 1) {
    await expect(createKey(`lost-${call}`)).rejects.toMatchObject({ $fault: 'server' });
  }
  expect(performance.now() - started).toBeGreaterThan(2000);
  const done = await keyNames();
  expect(done.length).toBeGreaterThan(0);
  expect(done.length).toBeLessThan(10);
});

test('reads are behind, as far as they were told and no further', async () => {
  await imago('local faults set DescribeKeyPairs --stale 3s --service ec2');
  await createKey('fresh');
  const made = Date.now();
  const seen = new Set<boolean>();
  while (seen.size < 2 && Date.now() - made < 10_000) seen.add((await keyNames()).includes('fresh'));
  expect(seen).toEqual(new Set([false, true]));
  await expect.poll(() => Date.now() - made, { interval: 100, timeout: 10_000 }).toBeGreaterThan(3000);
  for (let call = 0; call < 10; call += 1) expect(await keyNames()).toContain('fresh');
});

test('machines die within their time or never come up, and both are terminated as others are', async () => {
  await imago('local faults set RunInstances --die 100% --die-within 3s');
  const dying = await launch();
  await expect
    .poll(async () => (await describe(dying))?.StateReason?.Code, { interval: 100, timeout: 30_000 })
    .toBe('Server.InternalError');
  expect((await describe(dying))?.State?.Name).toBe('stopped');

  await imago('local faults set RunInstances --never-boots 100%');
  const dead = await launch();
  await waitUntilInstanceRunning(quickly(), { InstanceIds: [dead] });
  expect(await answersOnPort22((await describe(dead))?.PrivateIpAddress ?? '')).toBe(false);
  const { stdout } = await imago('local faults list');
  expect(stdout).toMatch(/^RunInstances {2}never boots 100% .* 1 not booted$/m);

  const InstanceIds = [dying, dead];
  await ec2.send(new TerminateInstancesCommand({ InstanceIds }));
  await waitUntilInstanceTerminated(quickly(), { InstanceIds });
});

test('what is mistyped is refused with what was meant, and nothing is on', async () => {
  expect(await refused('local faults set RunInstance --error 5%')).toContain('did you mean RunInstances?');
  expect(await refused('local faults set RunInstances --error 5')).toContain('--error 5 is no percentage');
  expect(await refused('local faults set RunInstances')).toContain('nothing is to go wrong');
  expect(await refused('local faults set CreateKeyPair --die 5%')).toContain('write RunInstances');
  expect(await refused('local faults set * --throttle 5% --service ec3')).toContain('did you mean ec2?');
  expect(await refused('local faults clear RunInstances')).toContain('no fault is on for RunInstances');
  expect((await imago('local faults list')).stdout).toBe('no faults are on\n');
});
