import {
  DeleteAutoScalingGroupCommand,
  type RefreshPreferences,
  ResumeProcessesCommand,
  SetInstanceProtectionCommand,
  StartInstanceRefreshCommand,
  SuspendProcessesCommand,
} from '@aws-sdk/client-auto-scaling';
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalCloud, Tables } from '../../src/cloud.ts';
import { createGroupsController } from '../../src/controllers/groups-controller.ts';
import { createInstanceRefreshController } from '../../src/controllers/instance-refresh-controller.ts';
import { createInstancesController } from '../../src/controllers/instances-controller.ts';
import { isRefreshing } from '../../src/services/autoscaling/instance-refreshes.ts';
import {
  type GroupCloud,
  membersIn,
  startGroupCloud,
  versions,
} from '../services/autoscaling/group-cloud.ts';

const PINNED = { LaunchTemplate: { LaunchTemplateName: 'web-template', Version: '1' } };

describe('the instance refresh controller', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
    await test.createVersion();
  });
  afterEach(() => test.close());

  it('leaves a group as even over its zones as it was, so that nothing is rebalanced after it', async () => {
    const AvailabilityZones = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
    await test.createGroup({ AvailabilityZones, DesiredCapacity: 3 });
    const before = membersIn(await test.group(), 'InService');
    await test.startRefresh({ MinHealthyPercentage: 100, MaxHealthyPercentage: 110, InstanceWarmup: 0 });
    for (let seconds = 0; seconds < 60; seconds += 5) await pass(5);
    expect(await test.refresh()).toMatchObject({ Status: 'Successful' });
    const { Instances = [] } = await test.group();
    expect(Instances.map(({ AvailabilityZone = '' }) => AvailabilityZone).toSorted()).toEqual(
      AvailabilityZones,
    );
    expect(Instances.map(({ InstanceId = '' }) => InstanceId).filter((id) => before.includes(id))).toEqual(
      [],
    );
    expect(await test.activities()).toHaveLength(9);
  });

  const pass = async (seconds: number): Promise<void> => {
    test.advance(seconds);
    await test.tick();
  };
  const suspend = (...names: string[]): Promise<unknown> =>
    test.autoScaling.send(
      new SuspendProcessesCommand({ AutoScalingGroupName: 'web', ScalingProcesses: names }),
    );
  const resume = async (...names: string[]): Promise<void> => {
    const input = { AutoScalingGroupName: 'web', ScalingProcesses: names };
    await test.autoScaling.send(new ResumeProcessesCommand(input));
    await test.tick();
  };
  const protectAll = async (): Promise<void> => {
    await test.autoScaling.send(
      new SetInstanceProtectionCommand({
        AutoScalingGroupName: 'web',
        InstanceIds: [...membersIn(await test.group(), 'InService')],
        ProtectedFromScaleIn: true,
      }),
    );
  };
  const putAlarm = (): Promise<unknown> =>
    test.cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'errors',
        Namespace: 'web',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'ignore',
      }),
    );
  const soundAlarm = async (): Promise<void> => {
    const input = { AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'a test' } as const;
    await test.cloudWatch.send(new SetAlarmStateCommand(input));
    await test.tick();
  };

  it('stands still while its process is suspended', async () => {
    await test.createGroup(PINNED);
    await suspend('InstanceRefresh');
    await test.startRefresh({ MinHealthyPercentage: 0, InstanceWarmup: 60 });
    expect(await test.refresh()).toMatchObject({ Status: 'Pending' });
    await resume('InstanceRefresh');
    expect(versions(await test.group())).toEqual({ 2: 2 });
    await suspend('InstanceRefresh');
    await pass(9999);
    expect(await test.refresh()).toMatchObject({ Status: 'InProgress' });
    await resume('InstanceRefresh');
    expect(await test.refresh()).toMatchObject({ Status: 'Successful' });
  });

  it.each(['Launch', 'Terminate'])('terminates nothing while %s is suspended', async (process) => {
    const before = await test.createGroup(PINNED);
    await suspend(process);
    await test.startRefresh({ MinHealthyPercentage: 50 });
    await pass(9999);
    expect((await test.group()).Instances).toEqual(before.Instances);
    await resume(process);
    expect(await test.refresh()).toMatchObject({ Status: 'Successful' });
  });

  it('fails when nothing could be replaced for an hour, and keeps what it has done', async () => {
    await test.createGroup({ ...PINNED, HealthCheckGracePeriod: 0 });
    await protectAll();
    await test.startRefresh();
    const reason =
      /^Waiting for remaining .* is protected\. Remove instance scale-in protection to continue\.$/;
    await pass(3599);
    expect(await test.refresh()).toMatchObject({
      Status: 'InProgress',
      StatusReason: expect.stringMatching(reason),
    });
    await pass(1);
    expect(await test.refresh()).toMatchObject({
      Status: 'Failed',
      StatusReason: expect.stringMatching(reason),
    });
    expect(await test.group()).toMatchObject(PINNED);
  });

  it('rolls back by itself when an alarm goes off, if it is asked to', async () => {
    await putAlarm();
    await test.createGroup({ ...PINNED, DesiredCapacity: 4 });
    const preferences: RefreshPreferences = {
      MinHealthyPercentage: 50,
      InstanceWarmup: 60,
      AutoRollback: true,
      AlarmSpecification: { Alarms: ['errors', 'missing'] },
    };
    await test.startRefresh(preferences);
    expect(versions(await test.group())).toEqual({ 1: 2, 2: 2 });
    await soundAlarm();
    await pass(60);
    expect(await test.refresh()).toMatchObject({
      Status: 'RollbackSuccessful',
      RollbackDetails: { RollbackReason: 'The CloudWatch alarm errors is in the ALARM state.' },
    });
    expect(versions(await test.group())).toEqual({ 1: 4 });
  });

  it('fails when an alarm goes off while it bakes, and does not roll back unasked', async () => {
    await putAlarm();
    await test.createGroup(PINNED);
    const AlarmSpecification = { Alarms: ['errors'] };
    await test.startRefresh({ MinHealthyPercentage: 0, BakeTime: 600, AlarmSpecification });
    expect(await test.refresh()).toMatchObject({ Status: 'Baking' });
    await soundAlarm();
    expect(await test.refresh()).toMatchObject({ Status: 'Failed' });
    expect(versions(await test.group())).toEqual({ 2: 2 });
    expect(await test.group()).toMatchObject(PINNED);
  });

  it('waits for the load balancer to find new instances healthy, if the group does', async () => {
    const arn = await test.createListenedTargetGroup();
    await test.createGroup({ ...PINNED, TargetGroupARNs: [arn], HealthCheckType: 'ELB' });
    test.setTargets(arn, 'healthy');
    await test.startRefresh({ MinHealthyPercentage: 100, MaxHealthyPercentage: 100 });
    expect(versions(await test.group())).toEqual({ 1: 2, 2: 1 });
    expect((await test.refresh()).StatusReason).toMatch(/its health with Elastic Load Balancing\.$/);
    await pass(60);
    expect(versions(await test.group())).toEqual({ 1: 2, 2: 1 });
    test.setTargets(arn, 'healthy');
    await test.tick();
    expect(versions(await test.group())).toEqual({ 1: 1, 2: 2 });
  });

  it('counts the warm-up from when the lifecycle hooks are done', async () => {
    const hook = {
      LifecycleHookName: 'in',
      LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
      HeartbeatTimeout: 100,
      DefaultResult: 'CONTINUE',
    };
    await test.createGroup({ ...PINNED, DesiredCapacity: 1, LifecycleHookSpecificationList: [hook] });
    await pass(100);
    await test.startRefresh({ MinHealthyPercentage: 0, InstanceWarmup: 60 });
    await pass(99);
    expect(await test.refresh()).toMatchObject({ PercentageComplete: 0 });
    await pass(1);
    await pass(59);
    expect(await test.refresh()).toMatchObject({ PercentageComplete: 0 });
    await pass(1);
    expect(await test.refresh()).toMatchObject({ Status: 'Successful' });
  });

  it('is forgotten with its group', async () => {
    await test.createGroup(PINNED);
    await test.startRefresh({ InstanceWarmup: 60 });
    await test.autoScaling.send(
      new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: 'web', ForceDelete: true }),
    );
    await test.tick();
    expect(test.cloud.tables.groups.size).toBe(0);
    expect(test.cloud.tables.instanceRefreshes.size).toBe(0);
  });

  it.each<[string, RefreshPreferences]>([
    ['that terminates first', { MinHealthyPercentage: 50 }],
    ['that launches first', { MinHealthyPercentage: 100, MaxHealthyPercentage: 150 }],
  ])('comes to the same end after a kill at any write, in a refresh %s', async (_name, preferences) => {
    for (let writes = 0; ; writes++) {
      const name = `web-${writes}`;
      await test.createGroup({ ...PINNED, AutoScalingGroupName: name, DesiredCapacity: 3 });
      const survived = await refreshUntilKilled(test, name, preferences, writes);
      await test.tick();
      const [refresh] = [...test.cloud.tables.instanceRefreshes.values()].filter(
        ({ groupName }) => groupName === name,
      );
      expect(refresh).toMatchObject({ status: 'Successful', percentageComplete: 100 });
      expect(versions(await test.group(name))).toEqual({ 2: 3 });
      expect(test.cloud.tables.groups.get(name)?.refresh).toBeUndefined();
      test.cloud.tables.groups.delete(name);
      if (survived) return;
    }
  });
});

/** Starts a refresh and carries it with controllers that die at the n-th write; whether they lived to its end. */
async function refreshUntilKilled(
  test: GroupCloud,
  groupName: string,
  preferences: RefreshPreferences,
  writes: number,
): Promise<boolean> {
  const { InstanceRefreshId: id = '' } = await test.autoScaling.send(
    new StartInstanceRefreshCommand({
      AutoScalingGroupName: groupName,
      DesiredConfiguration: { LaunchTemplate: { LaunchTemplateName: 'web-template', Version: '2' } },
      Preferences: preferences,
    }),
  );
  const { cloud, isDead } = mortal(test.cloud, writes);
  const controllers = [createInstanceRefreshController(cloud), createGroupsController(cloud)];
  for (let round = 0; round < 30 && !isDead(); round++) {
    for (const controller of controllers) await controller.tick();
    await moveMachines(test.cloud);
  }
  const refresh = test.cloud.tables.instanceRefreshes.get(id);
  return refresh !== undefined && !isRefreshing(refresh) && !isDead();
}

/** The machines are not killed. */
async function moveMachines(cloud: LocalCloud): Promise<void> {
  const instances = createInstancesController(cloud);
  await instances.tick();
  await instances.idle();
}

/** The same cloud, for somebody who is killed at the n-th write: that one and all after it do not happen. */
function mortal(cloud: LocalCloud, writes: number): { cloud: LocalCloud; isDead: () => boolean } {
  let done = 0;
  const guard = <T extends object>(table: T): T =>
    new Proxy(table, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== 'function') return member;
        return (...parameters: unknown[]): unknown => {
          if (['put', 'update', 'delete'].includes(String(key)) && ++done > writes) throw new Error('killed');
          return Reflect.apply(member, target, parameters);
        };
      },
    });
  const tables = Object.fromEntries(
    Object.entries(cloud.tables).map(([name, table]) => [name, guard(table as object)]),
  ) as unknown as Tables;
  return { cloud: { ...cloud, tables }, isDead: () => done > writes };
}
