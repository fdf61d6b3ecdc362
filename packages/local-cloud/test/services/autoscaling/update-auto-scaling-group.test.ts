import { UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, membersIn, startGroupCloud, versions } from './group-cloud.ts';

describe('UpdateAutoScalingGroup', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  const update = (change: object): Promise<unknown> =>
    test.autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: 'web', ...change }));

  it('changes only what it is given', async () => {
    const before = await test.createGroup({ HealthCheckGracePeriod: 7, HealthCheckType: 'ELB' });
    await update({ MaxSize: 5 });
    expect(await test.group()).toEqual({ ...before, MaxSize: 5 });
  });

  it('launches and terminates until the new capacity is reached, and says why', async () => {
    await test.createGroup();
    await update({ DesiredCapacity: 3 });
    await test.tick();
    expect(membersIn(await test.group(), 'InService')).toHaveLength(3);
    const [activity] = await test.activities();
    expect(activity?.Cause).toContain(
      'a user request update of AutoScalingGroup constraints to min: 1, max: 4, desired: 3 changing the desired capacity from 2 to 3.',
    );
  });

  it('launches only new instances from another version of the template; each tells its own', async () => {
    await test.createVersion();
    await test.createGroup();
    await update({ LaunchTemplate: { LaunchTemplateName: 'web-template', Version: '2' } });
    await update({ DesiredCapacity: 3 });
    await test.tick();
    const group = await test.group();
    expect(versions(group)).toEqual({ 1: 2, 2: 1 });
    const types = group.Instances?.map(({ InstanceType }) => InstanceType).toSorted();
    expect(types).toEqual(['t3.micro', 't3.micro', 't3.small']);
  });

  it.each([
    ['OldestLaunchTemplate', { 2: 2 }],
    ['NewestInstance', { 1: 2 }],
    ['Default', { 2: 2 }],
  ])('scales in by %s', async (policy, left) => {
    await test.createVersion();
    await test.createGroup({ TerminationPolicies: [policy], AvailabilityZones: ['us-east-1a'] });
    await update({ LaunchTemplate: { LaunchTemplateName: 'web-template', Version: '2' } });
    test.advance(60);
    await test.setDesired(4);
    await test.setDesired(2);
    expect(versions(await test.group())).toEqual(left);
  });

  it('moves the desired capacity inside new limits', async () => {
    await test.createGroup();
    await update({ MinSize: 3 });
    expect((await test.group()).DesiredCapacity).toBe(3);
    await update({ MinSize: 0, MaxSize: 1 });
    expect((await test.group()).DesiredCapacity).toBe(1);
  });

  it('refuses a desired capacity outside the limits and changes nothing', async () => {
    const before = await test.createGroup();
    await expect(update({ DesiredCapacity: 9, HealthCheckGracePeriod: 3 })).rejects.toThrow(
      'Desired capacity:9 must be between the specified min size:1 and max size:4',
    );
    expect(await test.group()).toEqual(before);
  });

  it('refuses a group that does not exist', async () => {
    await expect(update({ MaxSize: 3 })).rejects.toMatchObject({
      name: 'ValidationError',
      message: "AutoScalingGroup name not found - AutoScalingGroup 'web' not found",
    });
  });
});
