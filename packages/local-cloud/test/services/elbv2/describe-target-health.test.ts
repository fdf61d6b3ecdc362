import { StopInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import {
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeEach, expect, test } from 'vitest';
import {
  createListener,
  createLoadBalancer,
  createTargetGroup,
  eachLoadBalancingCloud,
  health,
  runInstances,
} from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

let arn: string;
let id: string;
let address: string;

beforeEach(async () => {
  const [instance] = await runInstances(it.local, 1);
  ({ id, address } = instance ?? { id: '', address: '' });
  arn = await createTargetGroup(it.local, 'r1', { HealthCheckIntervalSeconds: 10, HealthyThresholdCount: 3 });
  await it.local.elbv2.send(new RegisterTargetsCommand({ TargetGroupArn: arn, Targets: [{ Id: id }] }));
});

const serve = async (): Promise<string> =>
  createListener(it.local, await createLoadBalancer(it.local, 'web'), arn);

test('a target of a group that no listener sends to is unused', async () => {
  await it.local.tick();
  expect(await health(it.local, arn)).toMatchObject([{ State: 'unused', Reason: 'Target.NotInUse' }]);
});

test('a target that is not registered is unused', async () => {
  const { TargetHealthDescriptions } = await it.local.elbv2.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: arn, Targets: [{ Id: 'i-1' }, { Id: id }] }),
  );
  expect(TargetHealthDescriptions).toMatchObject([
    { Target: { Id: 'i-1', Port: 80 }, TargetHealth: { State: 'unused', Reason: 'Target.NotRegistered' } },
    { Target: { Id: id, Port: 80 }, HealthCheckPort: '80', TargetHealth: { Reason: 'Target.NotInUse' } },
  ]);
});

test('a new target that fails stays initial for as long as AWS would need to call it unhealthy', async () => {
  it.local.answers.set(address, { kind: 'answered', status: 502 });
  await serve();
  for (let second = 0; second < 20; second += 1) {
    await it.local.tick();
    expect(await health(it.local, arn)).toMatchObject([
      { State: 'initial', Reason: 'Elb.InitialHealthChecking' },
    ]);
    it.local.advance(1);
  }
  await it.local.tick();
  expect(await health(it.local, arn)).toEqual([
    {
      State: 'unhealthy',
      Reason: 'Target.ResponseCodeMismatch',
      Description: 'Health checks failed with these codes: [502]',
    },
  ]);
});

test('a new target is healthy a moment after it answers, not an interval later', async () => {
  it.local.answers.set(address, { kind: 'failed', message: 'ECONNREFUSED' });
  await serve();
  await it.local.tick();
  it.local.answers.delete(address);
  it.local.advance(0.25);
  await it.local.tick();
  expect(await health(it.local, arn)).toEqual([{ State: 'healthy' }]);
});

test.each([
  [{ kind: 'timed-out' }, 'Target.Timeout', 'Request timed out'],
  [{ kind: 'failed', message: 'reset' }, 'Target.FailedHealthChecks', 'Health checks failed'],
] as const)(
  'a healthy target that fails twice in a row is unhealthy: %o',
  async (answer, Reason, Description) => {
    await serve();
    await it.local.tick();
    it.local.answers.set(address, answer);
    it.local.advance(10);
    await it.local.tick();
    expect(await health(it.local, arn)).toEqual([{ State: 'healthy' }]);
    it.local.advance(10);
    await it.local.tick();
    expect(await health(it.local, arn)).toEqual([{ State: 'unhealthy', Reason, Description }]);
  },
);

test('an unhealthy target needs as many passed checks as the healthy threshold says', async () => {
  await serve();
  await it.local.tick();
  it.local.answers.set(address, { kind: 'timed-out' });
  for (let check = 0; check < 2; check += 1) {
    it.local.advance(10);
    await it.local.tick();
  }
  it.local.answers.delete(address);
  const states = [];
  for (let check = 0; check < 3; check += 1) {
    it.local.advance(10);
    await it.local.tick();
    states.push((await health(it.local, arn))[0]?.State);
  }
  expect(states).toEqual(['unhealthy', 'unhealthy', 'healthy']);
});

test('a stopped instance is out of use and cut off, and checked anew when it runs again', async () => {
  await serve();
  await it.local.tick();
  await it.local.ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
  await it.local.tick();
  expect(await health(it.local, arn)).toEqual([
    { State: 'unused', Reason: 'Target.InvalidState', Description: 'Target is in the stopped state' },
  ]);
  expect(it.local.cloud.tables.targetGroups.get(arn)?.targets[0]?.state).toBe('initial');
  expect([...it.local.machines.balancers.values()]).toMatchObject([
    { listeners: [{ action: { servers: [{ state: 'cut' }], unavailable: 1 } }] },
  ]);
});

test('a terminated instance is taken out', async () => {
  await serve();
  await it.local.tick();
  await it.local.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  await it.local.tick();
  expect(await health(it.local, arn)).toEqual([]);
});
