import {
  DescribeAutoScalingGroupsCommand,
  SetDesiredCapacityCommand,
  SetInstanceProtectionCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  DeleteLaunchTemplateCommand,
  DescribeLaunchTemplatesCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateRuleCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Rule } from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CloudError, sideOf } from '@imago/engine';
import type { Observed, ObservedGroup, RefreshPreferences, ReleaseId, Weights } from '@imago/engine';
import { ref, startLocalFleet } from './local-fleet.ts';
import type { LocalFleet } from './local-fleet.ts';

let fleet: LocalFleet;
beforeEach(async () => {
  fleet = await startLocalFleet();
});
afterEach(() => fleet.close());

const look = (previous?: Observed): Promise<Observed> => fleet.cloud.observe(ref, previous);

async function group(release: ReleaseId = 'r1'): Promise<ObservedGroup> {
  const found = sideOf(await look(), release)?.group;
  if (found === undefined) throw new Error(`no group of ${release}`);
  return found;
}

async function rules(): Promise<readonly Rule[]> {
  const { listener } = await look();
  const { Rules = [] } = await fleet.aws.elbv2.send(new DescribeRulesCommand({ ListenerArn: listener?.arn }));
  return Rules.filter(({ IsDefault }) => IsDefault !== true);
}

describe('a look', () => {
  test('tells what each instance runs, since when, where, and whether it is protected', async () => {
    const [instance] = (await group()).instances;
    await fleet.aws.autoScaling.send(
      new SetInstanceProtectionCommand({
        AutoScalingGroupName: (await group()).name,
        InstanceIds: [instance?.id ?? ''],
        ProtectedFromScaleIn: true,
      }),
    );
    const seen = await group();
    expect(seen.launches).toBe('r1');
    expect(seen.instances).toHaveLength(2);
    expect(seen.instances[0]).toMatchObject({
      id: instance?.id,
      release: 'r1',
      launchedAt: expect.any(Date) as Date,
      address: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/) as string,
      protected: true,
      health: 'healthy',
    });
    expect(seen.instances[1]?.protected).toBe(false);
  });

  test('of one side costs twelve calls at first, and three afterwards', async () => {
    const first = await look();
    expect(fleet.calls()).toEqual([
      'DescribeAutoScalingGroups',
      'DescribeInstances',
      'DescribeLaunchTemplates',
      'DescribeListeners',
      'DescribeLoadBalancers',
      'DescribeRules',
      'DescribeScheduledActions',
      'DescribeSecurityGroups',
      'DescribeTags',
      'DescribeTags',
      'DescribeTargetGroups',
      'DescribeTargetHealth',
    ]);
    fleet.local.advance(6);
    const second = await look(first);
    expect(fleet.calls()).toEqual(['DescribeAutoScalingGroups', 'DescribeRules', 'DescribeTargetHealth']);
    expect({ ...second, at: first.at }).toEqual(first);
  });

  test('of what stands still asks for nothing that was read within a second, and is as old as that', async () => {
    const first = await look();
    fleet.calls();
    fleet.local.advance(0.9);
    const second = await look(first);
    expect(fleet.calls()).toEqual([]);
    expect(second).toEqual(first);
    fleet.local.advance(2.1);
    expect((await look(second)).at).toEqual(fleet.local.cloud.now());
  });

  test('asks for the group alone while its instances are on their way, and for their health alone once they are there', async () => {
    const first = await look();
    await fleet.cloud.setCapacity(ref, 'r1', { min: 2, desired: 3, max: 6 });
    fleet.calls();
    const second = await look(first);
    expect(fleet.calls()).toEqual(['DescribeAutoScalingGroups']);
    for (let tick = 0; tick < 3; tick += 1) await fleet.local.tick();
    const third = await look(second);
    const states = sideOf(third, 'r1')?.group?.instances.map(({ lifecycleState }) => lifecycleState);
    expect(states).toEqual(['InService', 'InService', 'InService']);
    fleet.calls();
    const waiting = sideOf(third, 'r1')?.group?.instances.some(({ health }) => health !== 'healthy');
    await look(third);
    expect(fleet.calls()).toEqual(waiting === true ? ['DescribeTargetHealth'] : []);
  });

  test('asks again for what was changed through it, however little time has passed', async () => {
    const first = await look();
    fleet.calls();
    await fleet.cloud.setTestTraffic(ref, ['r1']);
    fleet.calls();
    const second = await look(first);
    expect(fleet.calls()).toEqual(['DescribeRules']);
    expect(second.listener?.testTraffic).toEqual(['r1']);
    await fleet.cloud.ensureTemplate(ref, fleet.template('r2'));
    fleet.calls();
    const third = await look(second);
    expect(fleet.calls()).toEqual(['DescribeLaunchTemplates']);
    expect(sideOf(third, 'r2')?.launchTemplateId).toBeDefined();
  });

  test('takes rules for three seconds, but for those that were changed a moment ago', async () => {
    let last = await look();
    const ages = async (): Promise<readonly boolean[]> => {
      const asked: boolean[] = [];
      for (let second = 1; second <= 3; second += 1) {
        fleet.calls();
        fleet.local.advance(1);
        last = await look(last);
        asked.push(fleet.calls().includes('DescribeRules'));
      }
      return asked;
    };
    expect(await ages()).toEqual([false, false, true]);
    await fleet.cloud.setTestTraffic(ref, ['r1']);
    expect(await ages()).toEqual([true, true, true]);
  });

  test('that is told of a target group which its tags are not known of sees all the others', async () => {
    for (const release of ['r2', 'r3'] as const) {
      await fleet.cloud.ensureSide(ref, fleet.side(release));
    }
    const arnOf = (seen: Observed, release: ReleaseId): string | undefined =>
      sideOf(seen, release)?.targetGroupArn;
    const unknown = arnOf(await look(), 'r2') ?? '';
    fleet.aws.elbv2.middlewareStack.add(
      (next) => (args) => {
        const { ResourceArns = [] } = args.input as { readonly ResourceArns?: readonly string[] };
        if (!ResourceArns.includes(unknown)) return next(args);
        throw new CloudError('not-found', 'TargetGroupNotFound', 'One or more target groups not found');
      },
      { step: 'initialize', name: 'a copy that is behind' },
    );
    const seen = await look();
    expect(['r1', 'r2', 'r3'].map((release) => arnOf(seen, release as ReleaseId) !== undefined)).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('that is not the last one is not built on', async () => {
    const first = await look();
    const second = await look(first);
    fleet.calls();
    await look(first);
    expect(fleet.calls()).toHaveLength(12 - 1);
    expect(second.sides).toHaveLength(1);
  });

  test('asks for instances that are new, and for no others', async () => {
    const first = await look();
    await fleet.cloud.setCapacity(ref, 'r1', { min: 2, desired: 3, max: 6 });
    await fleet.settle();
    fleet.calls();
    const second = await look(first);
    expect(fleet.calls()).toContain('DescribeInstances');
    expect(sideOf(second, 'r1')?.group?.instances).toHaveLength(3);
    await look(second);
    expect(fleet.calls()).not.toContain('DescribeInstances');
  });

  test('sees weights that were moved since the look before', async () => {
    const first = await look();
    await fleet.cloud.ensureSide(ref, fleet.side('r2'));
    await fleet.cloud.setWeights(ref, [
      { release: 'r1', weight: 90 },
      { release: 'r2', weight: 10 },
    ]);
    expect(sideOf(await look(first), 'r1')?.weight).toBe(90);
  });

  test('asks for templates again where a group starts from one that it did not know', async () => {
    const first = await look();
    await fleet.cloud.ensureTemplate(ref, fleet.template('r2'));
    await fleet.cloud.setTemplate(ref, 'r1', 'r2');
    const second = await look(first);
    expect(sideOf(second, 'r1')?.group?.launches).toBe('r2');
    expect(sideOf(second, 'r2')?.launchTemplateId).toMatch(/^lt-/);
  });
});

describe('an environment', () => {
  test('that is as it should be is changed in nothing', async () => {
    await fleet.cloud.ensureEnvironment(ref, fleet.settings);
    const calls = fleet.calls();
    expect(calls.filter((call) => !call.startsWith('Describe'))).toEqual([]);
    const first = await look();
    await fleet.cloud.ensureEnvironment(ref, fleet.settings);
    fleet.calls();
    await look(first);
    expect(fleet.calls()).toEqual([]);
  });

  test('that somebody closed is opened again', async () => {
    const { securityGroups } = await look();
    const GroupId = securityGroups.loadBalancer;
    const find = new DescribeSecurityGroupsCommand({ GroupIds: [GroupId ?? ''] });
    const rules = async (): Promise<unknown> =>
      (await fleet.aws.ec2.send(find)).SecurityGroups?.[0]?.IpPermissions;
    const before = await rules();
    const IpPermissions = [
      { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
    ];
    await fleet.aws.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    expect(await rules()).not.toEqual(before);
    await fleet.cloud.ensureEnvironment(ref, fleet.settings);
    expect(await rules()).toEqual(before);
  });
});

describe('templates', () => {
  test('are made once, whoever asks how often', async () => {
    await Promise.all([1, 2, 3].map(() => fleet.cloud.ensureTemplate(ref, fleet.template('r2'))));
    const { LaunchTemplates } = await fleet.aws.ec2.send(new DescribeLaunchTemplatesCommand({}));
    expect(LaunchTemplates?.map(({ LaunchTemplateName: name }) => name).sort()).toEqual([
      'shop-production-r1',
      'shop-production-r2',
    ]);
    const side = sideOf(await look(), 'r2');
    expect(side).toMatchObject({ release: 'r2', launchTemplateId: expect.any(String) as string });
    expect(side?.group).toBeUndefined();
  });

  test('are what a group starts instances from, in a version that does not change', async () => {
    await fleet.cloud.ensureTemplate(ref, fleet.template('r2'));
    await fleet.cloud.setTemplate(ref, 'r1', 'r2');
    await fleet.cloud.setTemplate(ref, 'r1', 'r2');
    const seen = await group();
    expect(seen.launches).toBe('r2');
    expect(seen.instances.map(({ release }) => release)).toEqual(['r1', 'r1']);
    const { AutoScalingGroups } = await fleet.aws.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
    expect(AutoScalingGroups?.[0]?.LaunchTemplate?.Version).toBe('1');
  });

  test('that are not there are said to be missing', async () => {
    await expect(fleet.cloud.setTemplate(ref, 'r1', 'r7')).rejects.toMatchObject({ kind: 'not-found' });
  });

  test('by themselves go when their side is removed', async () => {
    await fleet.cloud.ensureTemplate(ref, fleet.template('r2'));
    await fleet.cloud.removeSide(ref, 'r2');
    expect((await look()).sides.map(({ release }) => release)).toEqual(['r1']);
  });

  test('stay while another side starts instances from them', async () => {
    await fleet.cloud.ensureTemplate(ref, fleet.template('r2'));
    await fleet.cloud.setTemplate(ref, 'r1', 'r2');
    await fleet.cloud.removeSide(ref, 'r2');
    expect(sideOf(await look(), 'r2')?.launchTemplateId).toBeDefined();
    await fleet.cloud.removeSide(ref, 'r1');
    await fleet.cloud.removeSide(ref, 'r2');
    await fleet.settle();
    await fleet.cloud.removeSide(ref, 'r1');
    expect((await look()).sides).toEqual([]);
  });

  test('that are gone leave their instances without a release, but not in a look that knew it', async () => {
    await fleet.cloud.ensureTemplate(ref, fleet.template('r2'));
    await fleet.cloud.setTemplate(ref, 'r1', 'r2');
    const known = await look();
    const LaunchTemplateId = sideOf(known, 'r1')?.launchTemplateId;
    await fleet.aws.ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId }));
    const releases = ({ sides }: Observed): readonly unknown[] =>
      sides.flatMap(({ group }) => group?.instances.map(({ release }) => release) ?? []);
    expect(releases(await look(known))).toEqual(['r1', 'r1']);
    expect(releases(await look())).toEqual([undefined, undefined]);
  });
});

describe('sizes', () => {
  const scale = async (DesiredCapacity: number): Promise<void> => {
    const AutoScalingGroupName = (await group()).name;
    await fleet.aws.autoScaling.send(
      new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity }),
    );
  };

  test('leave what somebody scaled since the look, where only the limits are to change', async () => {
    await fleet.cloud.setCapacity(ref, 'r1', { min: 1, desired: 2, max: 6 });
    await look();
    await scale(4);
    await fleet.cloud.setCapacity(ref, 'r1', { min: 2, desired: 2, max: 8 });
    expect((await group()).capacity).toEqual({ min: 2, desired: 4, max: 8 });
  });

  test('are all set where the number of instances is to change', async () => {
    await scale(4);
    await fleet.cloud.setCapacity(ref, 'r1', { min: 1, desired: 3, max: 6 });
    expect((await group()).capacity).toEqual({ min: 1, desired: 3, max: 6 });
  });
});

describe('ends of instances', () => {
  const ids = async (): Promise<readonly string[]> => (await group()).instances.map(({ id }) => id);

  test('are replaced, or make the group smaller', async () => {
    await fleet.cloud.setCapacity(ref, 'r1', { min: 1, desired: 3, max: 6 });
    await fleet.settle();
    const [first = '', second = ''] = await ids();
    await fleet.cloud.terminate(ref, 'r1', [first], true);
    expect((await group()).capacity.desired).toBe(2);
    await fleet.cloud.terminate(ref, 'r1', [second], false);
    expect((await group()).capacity.desired).toBe(2);
    await fleet.settle();
    const left = await ids();
    expect(left).toHaveLength(2);
    expect(left).not.toContain(first);
    expect(left).not.toContain(second);
  });

  test('asked for again make the group no smaller', async () => {
    await fleet.cloud.setCapacity(ref, 'r1', { min: 1, desired: 4, max: 6 });
    await fleet.settle();
    const [first = '', second = ''] = await ids();
    for (let time = 0; time < 3; time += 1) await fleet.cloud.terminate(ref, 'r1', [first, second], true);
    expect((await group()).capacity.desired).toBe(2);
    await fleet.settle();
    await fleet.cloud.terminate(ref, 'r1', [first, second, 'i-0123456789abcdef0'], true);
    expect((await group()).capacity.desired).toBe(2);
  });

  test('are replaced where the group may not get smaller', async () => {
    const [first = ''] = await ids();
    await fleet.cloud.terminate(ref, 'r1', [first], true);
    await fleet.settle();
    const seen = await group();
    expect(seen.capacity).toEqual({ min: 2, desired: 2, max: 6 });
    expect(seen.instances).toHaveLength(2);
    expect(seen.instances.map(({ id }) => id)).not.toContain(first);
  });
});

describe('test traffic', () => {
  beforeEach(async () => {
    await fleet.cloud.ensureSide(ref, fleet.side('r2'));
  });

  test('reaches exactly the sides that are named', async () => {
    const none = await look();
    expect(none.listener?.testTraffic).toEqual([]);
    await fleet.cloud.setTestTraffic(ref, ['r2', 'r1']);
    await fleet.cloud.setTestTraffic(ref, ['r2', 'r1']);
    expect((await look(none)).listener?.testTraffic).toEqual(['r1', 'r2']);
    const made = await rules();
    expect(made).toMatchObject([
      {
        Priority: '1',
        Conditions: [{ HttpHeaderConfig: { HttpHeaderName: 'x-imago-release', Values: ['r1'] } }],
      },
      {
        Priority: '2',
        Actions: [{ Type: 'forward', TargetGroupArn: expect.stringContaining('-r2/') as string }],
      },
    ]);
    const { TagDescriptions } = await fleet.aws.elbv2.send(
      new DescribeTagsCommand({ ResourceArns: [made[1]?.RuleArn ?? ''] }),
    );
    expect(TagDescriptions?.[0]?.Tags).toContainEqual({ Key: 'imago:release', Value: 'r2' });
    await fleet.cloud.setTestTraffic(ref, ['r2']);
    expect((await look(none)).listener?.testTraffic).toEqual(['r2']);
    await fleet.cloud.setTestTraffic(ref, []);
    expect(await rules()).toEqual([]);
  });

  test('leaves weights and rules of others alone, and goes around their priorities', async () => {
    const { listener, sides } = await look();
    const foreign = await fleet.aws.elbv2.send(
      new CreateRuleCommand({
        ListenerArn: listener?.arn,
        Priority: 2,
        Conditions: [
          { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-imago-release', Values: ['r9'] } },
        ],
        Actions: [{ Type: 'forward', TargetGroupArn: sides[0]?.targetGroupArn }],
      }),
    );
    await fleet.cloud.setTestTraffic(ref, ['r2']);
    expect((await rules()).map(({ Priority }) => Priority)).toEqual(['2', '3']);
    await fleet.cloud.setTestTraffic(ref, []);
    expect((await rules()).map(({ RuleArn }) => RuleArn)).toEqual([foreign.Rules?.[0]?.RuleArn]);
    expect((await look()).sides.map(({ weight }) => weight)).toEqual([100, 0]);
  });

  test('has no rule twice when two ask at once', async () => {
    const asked = await Promise.allSettled([1, 2, 3].map(() => fleet.cloud.setTestTraffic(ref, ['r2'])));
    expect(await rules()).toHaveLength(1);
    for (const result of asked)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ kind: 'conflict' });
    await fleet.cloud.setTestTraffic(ref, ['r2']);
    expect(await rules()).toHaveLength(1);
  });

  test('ends with its side', async () => {
    await fleet.cloud.setTestTraffic(ref, ['r2']);
    await fleet.cloud.removeSide(ref, 'r2');
    expect(await rules()).toEqual([]);
    expect(sideOf(await look(), 'r2')?.targetGroupArn).toBeUndefined();
  });

  test('of a side that does not exist is refused, and none at all needs no listener', async () => {
    await expect(fleet.cloud.setTestTraffic(ref, ['r7'])).rejects.toMatchObject({ kind: 'not-found' });
    await fleet.cloud.setTestTraffic({ ...ref, environment: 'staging' }, []);
  });
});

describe('a side that is removed', () => {
  test('takes no weights with it that were set a moment ago, however old what is read', async () => {
    const weights = (r2: number): Weights => [
      { release: 'r1', weight: 100 - r2 },
      { release: 'r2', weight: r2 },
      { release: 'r3', weight: 0 },
    ];
    for (const release of ['r2', 'r3'] as const) await fleet.cloud.ensureSide(ref, fleet.side(release));
    const { listener } = await look();
    const stale = await fleet.aws.elbv2.send(
      new DescribeListenersCommand({ ListenerArns: [listener?.arn ?? ''] }),
    );
    await fleet.cloud.setWeights(ref, weights(100));
    fleet.aws.elbv2.middlewareStack.add(
      (next, { commandName }) =>
        async (args) =>
          commandName === 'DescribeListenersCommand' ? { ...(await next(args)), output: stale } : next(args),
      { step: 'initialize', name: 'stale' },
    );
    await fleet.cloud.removeSide(ref, 'r3');
    fleet.aws.elbv2.middlewareStack.remove('stale');
    expect((await look()).sides.map(({ release, weight }) => [release, weight])).toEqual([
      ['r1', 0],
      ['r2', 100],
    ]);
  });
});

describe('refreshes', () => {
  const preferences: RefreshPreferences = {
    minHealthyPercentage: 100,
    maxHealthyPercentage: 150,
    instanceWarmup: 0,
    checkpointPercentages: [50],
    checkpointDelay: 30,
    skipMatching: true,
    standbyInstances: 'ignore',
    scaleInProtectedInstances: 'refresh',
    bakeTime: 0,
  };
  beforeEach(() => fleet.cloud.ensureTemplate(ref, fleet.template('r2')));

  test('replace the instances, are watched, and are not asked for once they are over', async () => {
    await fleet.cloud.startRefresh(ref, 'r1', 'r2', preferences);
    const first = await look();
    expect(sideOf(first, 'r1')?.group?.refresh).toMatchObject({ status: 'Pending', to: 'r2' });
    fleet.calls();
    await look(first);
    expect(fleet.calls()).toContain('DescribeInstanceRefreshes');
    for (let round = 0; round < 6; round += 1) await fleet.settle();
    const last = await look(first);
    expect(sideOf(last, 'r1')?.group).toMatchObject({
      launches: 'r2',
      refresh: { status: 'Successful', percentComplete: 100, to: 'r2' },
      instances: [{ release: 'r2' }, { release: 'r2' }],
    });
    fleet.calls();
    await look(last);
    expect(fleet.calls()).not.toContain('DescribeInstanceRefreshes');
  });

  test('are left to run when they are asked for again, and are not mixed', async () => {
    await fleet.cloud.startRefresh(ref, 'r1', 'r2', preferences);
    await fleet.cloud.startRefresh(ref, 'r1', 'r2', preferences);
    await fleet.cloud.ensureTemplate(ref, fleet.template('r3'));
    await expect(fleet.cloud.startRefresh(ref, 'r1', 'r3', preferences)).rejects.toMatchObject({
      kind: 'conflict',
      message: 'another instance refresh of shop-production-r1 is Pending: let it end, or cancel it',
    });
  });

  test('are cancelled, once or where there is none', async () => {
    await fleet.cloud.startRefresh(ref, 'r1', 'r2', preferences);
    await fleet.cloud.cancelRefresh(ref, 'r1');
    await fleet.settle();
    expect((await group()).refresh?.status).toBe('Cancelled');
    await fleet.cloud.cancelRefresh(ref, 'r1');
  });

  test('cost nothing where there was none', async () => {
    await look();
    expect(fleet.calls()).not.toContain('DescribeInstanceRefreshes');
  });
});
