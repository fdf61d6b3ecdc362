import {
  ResumeProcessesCommand,
  SetDesiredCapacityCommand,
  SetInstanceHealthCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, membersIn, startGroupCloud } from './group-cloud.ts';

describe('SuspendProcesses', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  const suspend = (...ScalingProcesses: string[]): Promise<unknown> =>
    test.autoScaling.send(new SuspendProcessesCommand({ AutoScalingGroupName: 'web', ScalingProcesses }));
  const resume = (...ScalingProcesses: string[]): Promise<unknown> =>
    test.autoScaling.send(new ResumeProcessesCommand({ AutoScalingGroupName: 'web', ScalingProcesses }));
  const desire = (DesiredCapacity: number): Promise<unknown> =>
    test.autoScaling.send(new SetDesiredCapacityCommand({ AutoScalingGroupName: 'web', DesiredCapacity }));

  it('suspends all nine when none is named, and resumes them', async () => {
    await test.createGroup();
    await suspend();
    expect((await test.group()).SuspendedProcesses).toHaveLength(9);
    await resume('Launch');
    expect((await test.group()).SuspendedProcesses).toHaveLength(8);
    await resume();
    expect((await test.group()).SuspendedProcesses).toEqual([]);
  });

  it('launches nothing while Launch is suspended, and makes up for it', async () => {
    await test.createGroup();
    await suspend('Launch');
    await desire(3);
    await test.tick();
    expect((await test.group()).Instances).toHaveLength(2);
    await resume('Launch');
    await test.tick();
    expect((await test.group()).Instances).toHaveLength(3);
  });

  it('terminates nothing while Terminate is suspended', async () => {
    await test.createGroup();
    await suspend('Terminate');
    await desire(1);
    await test.tick();
    expect(membersIn(await test.group(), 'InService')).toHaveLength(2);
  });

  it('keeps unhealthy instances while ReplaceUnhealthy is suspended', async () => {
    const [id] = membersIn(await test.createGroup(), 'InService');
    await suspend('ReplaceUnhealthy');
    await test.autoScaling.send(new SetInstanceHealthCommand({ InstanceId: id, HealthStatus: 'Unhealthy' }));
    await test.tick();
    expect(membersIn(await test.group(), 'InService')).toContain(id);
  });

  it('does not look at health while HealthCheck is suspended', async () => {
    const [id = ''] = membersIn(await test.createGroup(), 'InService');
    await suspend('HealthCheck');
    test.machines.end({ id, kind: 'crash' });
    await test.tick();
    expect((await test.group()).Instances?.map(({ HealthStatus }) => HealthStatus)).toEqual([
      'Healthy',
      'Healthy',
    ]);
    await resume('HealthCheck');
    await test.tick();
    expect(membersIn(await test.group(), 'InService')).not.toContain(id);
  });

  it('does not even out the zones while AZRebalance is suspended', async () => {
    await test.createGroup({ AvailabilityZones: ['us-east-1a'] });
    await suspend('AZRebalance');
    const AvailabilityZones = ['us-east-1a', 'us-east-1b'];
    await test.autoScaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: 'web', AvailabilityZones }),
    );
    await test.tick();
    const zones = async (): Promise<unknown> =>
      (await test.group()).Instances?.map(({ AvailabilityZone }) => AvailabilityZone).toSorted();
    expect(await zones()).toEqual(['us-east-1a', 'us-east-1a']);
    await resume('AZRebalance');
    await test.tick();
    expect(await zones()).toEqual(AvailabilityZones);
  });

  it('refuses names that are none', async () => {
    await test.createGroup();
    await expect(suspend('Lunch')).rejects.toThrow(/\[Lunch\] are not valid/);
  });
});
