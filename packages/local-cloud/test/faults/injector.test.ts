import { DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateKeyPairCommand,
  DeleteKeyPairCommand,
  DescribeInstancesCommand,
  DescribeKeyPairsCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { DescribeTargetGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultOptions, FaultScope } from '../../src/faults/fault.ts';
import { startTestCloud, type TestCloud } from '../harness.ts';

let local: TestCloud;
beforeEach(async () => {
  local = await startTestCloud({ services: ['ec2', 'autoscaling', 'elbv2', 'cloudwatch', 's3'] });
});
afterEach(() => local.close());

const set = (
  action: string,
  options: FaultOptions,
  more: Partial<FaultScope> & { seed?: number } = {},
): void => local.faults.set({ action, options, seed: 1, ...more });

const createKey = (KeyName: string): Promise<unknown> =>
  local.ec2.send(new CreateKeyPairCommand({ KeyName }));
const keys = (): readonly string[] => Array.from(local.cloud.tables.keyPairs.values(), ({ name }) => name);
const describeKeys = async (): Promise<readonly unknown[]> => {
  const { KeyPairs = [] } = await local.ec2.send(new DescribeKeyPairsCommand({}));
  return KeyPairs.map(({ KeyName }) => KeyName);
};

/** What a call ends with: `ok`, or the name of its error. */
async function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error: Error) => error.name,
  );
}

describe('throttling', () => {
  it('is worded as each service does, and nothing is done', async () => {
    set('*', { throttle: 1 });
    await expect(createKey('a')).rejects.toMatchObject({
      name: 'RequestLimitExceeded',
      $metadata: { httpStatusCode: 503 },
    });
    expect(keys()).toEqual([]);
    const rate = { name: 'Throttling', message: 'Rate exceeded', $metadata: { httpStatusCode: 400 } };
    await expect(local.autoScaling.send(new DescribeAutoScalingGroupsCommand({}))).rejects.toMatchObject(
      rate,
    );
    await expect(local.elbv2.send(new DescribeTargetGroupsCommand({}))).rejects.toMatchObject(rate);
    await expect(local.cloudWatch.send(new DescribeAlarmsCommand({}))).rejects.toMatchObject(rate);
    const get = new GetObjectCommand({ Bucket: 'b', Key: 'k' });
    await expect(local.s3.send(get)).rejects.toMatchObject({ name: 'SlowDown' });
  });

  it('hits its share of the calls, the same ones for the same seed whatever comes between', async () => {
    const fates = async (seed: number, between: () => Promise<unknown>): Promise<readonly string[]> => {
      set('DescribeKeyPairs', { throttle: 0.3 }, { seed });
      const all: string[] = [];
      for (let call = 0; call < 60; call += 1) {
        all.push(await outcome(describeKeys()));
        await between();
      }
      return all;
    };
    const once = await fates(7, () => Promise.resolve());
    expect(once.filter((name) => name !== 'ok').length).toBeGreaterThan(8);
    expect(once.filter((name) => name !== 'ok').length).toBeLessThan(30);
    expect(await fates(7, () => local.ec2.send(new DescribeInstancesCommand({})))).toEqual(once);
    expect(await fates(8, () => Promise.resolve())).not.toEqual(once);
  });
});

describe('a server error', () => {
  it('comes before the work or after it, so that it says nothing about what was done', async () => {
    set('CreateKeyPair', { error: 1 });
    const names = Array.from({ length: 20 }, (_, index) => `key-${index}`);
    const seen = new Set<string>();
    for (const name of names) seen.add(await outcome(createKey(name)));
    expect([...seen].sort()).toEqual(['InternalError', 'Unavailable']);
    expect(keys().length).toBeGreaterThan(4);
    expect(keys().length).toBeLessThan(16);
  });

  it('leaves no open body of an object behind', async () => {
    await local.s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    await local.s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body: 'x'.repeat(100_000) }));
    set('GetObject', { error: 1 });
    for (let call = 0; call < 10; call += 1) {
      const name = await outcome(local.s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'k' })));
      expect(name).toMatch(/^(InternalError|ServiceUnavailable)$/);
    }
  });

  it('does not hide what the service itself has to say of a call that is let through', async () => {
    set('DeleteKeyPair', { throttle: 0, error: 0 });
    await local.ec2.send(new DeleteKeyPairCommand({ KeyName: 'none' }));
    await createKey('a');
    set('CreateKeyPair', { error: 0 });
    expect(await outcome(createKey('a'))).toBe('InvalidKeyPair.Duplicate');
  });
});

describe('a delay', () => {
  it('holds back the answer, not the work, for a fixed time or a time within a range', async () => {
    set('CreateKeyPair', { delay: { fromMs: 2000, toMs: 2000 } });
    await createKey('a');
    set('CreateKeyPair', { delay: { fromMs: 1000, toMs: 5000 } });
    for (let call = 0; call < 5; call += 1) await createKey(`b${call}`);
    const [fixed, ...drawn] = local.delays;
    expect(fixed).toBe(2000);
    expect(drawn.every((delay) => delay >= 1000 && delay <= 5000)).toBe(true);
    expect(new Set(drawn).size).toBe(5);
  });

  it('holds back refusals, too', async () => {
    set('CreateKeyPair', { throttle: 1, delay: { fromMs: 100, toMs: 100 } });
    expect(await outcome(createKey('a'))).toBe('RequestLimitExceeded');
    expect(local.delays).toEqual([100]);
  });
});

describe('stale reads', () => {
  it('show what was there up to so long ago: new things are missing, old ones are as they were', async () => {
    await createKey('old');
    set('*', { staleMs: 5000 });
    local.advance(60);
    await createKey('new');
    await local.ec2.send(new DeleteKeyPairCommand({ KeyName: 'old' }));
    local.advance(1);
    const seen: string[] = [];
    for (let call = 0; call < 30; call += 1) seen.push((await describeKeys()).join());
    expect(new Set(seen)).toEqual(new Set(['old', 'new']));
    local.advance(5);
    for (let call = 0; call < 10; call += 1) expect(await describeKeys()).toEqual(['new']);
  });

  it('are of one moment over all tables and indexes', async () => {
    const image = [...local.cloud.tables.images.values()][0];
    set('DescribeInstances', { staleMs: 5000 });
    local.advance(60);
    const { Instances = [] } = await local.ec2.send(
      new RunInstancesCommand({ ImageId: image?.id, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 }),
    );
    await local.tick();
    local.advance(1);
    const states = new Set<unknown>();
    const InstanceIds = [Instances[0]?.InstanceId ?? ''];
    for (let call = 0; call < 40; call += 1) {
      states.add(
        await local.ec2.send(new DescribeInstancesCommand({ InstanceIds })).then(
          ({ Reservations }) => Reservations?.[0]?.Instances?.[0]?.State?.Name,
          (error: Error) => error.name,
        ),
      );
    }
    expect(states).toEqual(new Set(['InvalidInstanceID.NotFound', 'running']));
  });

  it('go back no further than the moment when they were turned on, and never are in S3', async () => {
    await local.s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    await createKey('a');
    set('*', { staleMs: 60_000 });
    for (let call = 0; call < 10; call += 1) expect(await describeKeys()).toEqual(['a']);
    await local.s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body: 'x' }));
    for (let call = 0; call < 10; call += 1) {
      await local.s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'k' }));
    }
  });
});

describe('faults', () => {
  it('add up: each option comes from the fault that is closest to the action', async () => {
    set('*', { throttle: 1, delay: { fromMs: 10, toMs: 10 } });
    set('CreateKeyPair', { throttle: 0 });
    set('CreateKeyPair', { delay: { fromMs: 20, toMs: 20 } }, { service: 'ec2' });
    await createKey('a');
    expect(local.delays).toEqual([20]);
  });

  it('are for one service where one is named', async () => {
    set('*', { throttle: 1 }, { service: 'elbv2' });
    await createKey('a');
    expect(await outcome(local.elbv2.send(new DescribeTargetGroupsCommand({})))).toBe('Throttling');
  });

  it('are listed with what they did, and cleared one by one or all', async () => {
    set('CreateKeyPair', { throttle: 1 });
    set('DescribeKeyPairs', { throttle: 0 });
    await outcome(createKey('a'));
    await describeKeys();
    expect(local.faults.list()).toMatchObject([
      { action: 'CreateKeyPair', seed: 1, calls: 1, injected: { throttle: 1, error: 0 } },
      { action: 'DescribeKeyPairs', calls: 1, injected: { throttle: 0 } },
    ]);
    expect(local.faults.clear({ action: 'CreateKeyPair' })).toBe(1);
    expect(await outcome(createKey('a'))).toBe('ok');
    expect([local.faults.clear(), local.faults.clear()]).toEqual([1, 0]);
  });
});

describe('a launch', () => {
  it('has a fate of its own, for its share of the machines', () => {
    expect(local.faults.launch()).toEqual({ kind: 'lives' });
    set('RunInstances', { die: 0.5, dieWithinMs: 10_000, neverBoots: 0.2 });
    const fates = Array.from({ length: 200 }, () => local.faults.launch());
    const count = (kind: string): number => fates.filter((fate) => fate.kind === kind).length;
    expect(count('never-boots')).toBeGreaterThan(20);
    expect(count('never-boots')).toBeLessThan(70);
    expect(count('dies')).toBeGreaterThan(50);
    for (const fate of fates) if (fate.kind === 'dies') expect(fate.afterMs).toBeLessThan(10_000);
    const { injected } = local.faults.list()[0] ?? {};
    expect(injected).toMatchObject({ die: count('dies'), neverBoots: count('never-boots') });
  });
});

describe('volumes', () => {
  it('are slow to detach or stick, by the fault of DetachVolume', () => {
    expect(local.faults.detach()).toEqual({ kind: 'goes' });
    set('DetachVolume', { slowDetach: { fromMs: 5000, toMs: 10_000 }, stuckDetach: 0.2 });
    const fates = Array.from({ length: 200 }, () => local.faults.detach());
    const stuck = fates.filter(({ kind }) => kind === 'stuck').length;
    expect(stuck / 200).toBeCloseTo(0.2, 0);
    for (const fate of fates) {
      if (fate.kind !== 'slow') continue;
      expect(fate.afterMs).toBeGreaterThanOrEqual(5000);
      expect(fate.afterMs).toBeLessThanOrEqual(10_000);
    }
    expect(local.faults.list()[0]?.injected).toMatchObject({ stuckDetach: stuck, slowDetach: 200 - stuck });
  });
});
