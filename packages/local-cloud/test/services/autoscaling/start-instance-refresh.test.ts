import { CreateOrUpdateTagsCommand, UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, startGroupCloud, versions } from './group-cloud.ts';

describe('StartInstanceRefresh', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
    await test.createVersion();
  });
  afterEach(() => test.close());

  const pinned = { LaunchTemplate: { LaunchTemplateName: 'web-template', Version: '1' } };

  it('replaces every instance and then changes the template of the group', async () => {
    await test.createGroup({ ...pinned, DesiredCapacity: 4 });
    await test.startRefresh({ MinHealthyPercentage: 50 });
    expect(versions(await test.group())).toEqual({ 2: 4 });
    expect(await test.group()).toMatchObject({ LaunchTemplate: { Version: '2' } });
    expect(await test.refresh()).toMatchObject({
      Status: 'Successful',
      PercentageComplete: 100,
      InstancesToUpdate: 0,
      ProgressDetails: { LivePoolProgress: { PercentageComplete: 100, InstancesToUpdate: 0 } },
      EndTime: expect.any(Date),
    });
    const causes = (await test.activities()).map(({ Cause }) => Cause);
    expect(causes).toContain(
      'At 2026-11-21T10:00:00Z an instance was taken out of service in response to an instance refresh.',
    );
  });

  it('waits for the warm-up of each batch, and says so', async () => {
    await test.createGroup({ ...pinned, DesiredCapacity: 4 });
    await test.startRefresh({ MinHealthyPercentage: 50, InstanceWarmup: 60 });
    expect(versions(await test.group())).toEqual({ 1: 2, 2: 2 });
    expect(await test.refresh()).toMatchObject({
      Status: 'InProgress',
      PercentageComplete: 0,
      InstancesToUpdate: 4,
      StatusReason: expect.stringMatching(
        /^Waiting for instances to warm up before continuing\. For example: i-/,
      ),
    });
    test.advance(60);
    await test.tick();
    expect(versions(await test.group())).toEqual({ 2: 4 });
    expect(await test.refresh()).toMatchObject({ PercentageComplete: 50, InstancesToUpdate: 2 });
    test.advance(60);
    await test.tick();
    expect(await test.refresh()).toMatchObject({ Status: 'Successful' });
  });

  it('launches before it terminates when all have to stay healthy', async () => {
    await test.createGroup({ ...pinned, DesiredCapacity: 2 });
    await test.startRefresh({ MinHealthyPercentage: 100, MaxHealthyPercentage: 100, InstanceWarmup: 60 });
    expect(versions(await test.group())).toEqual({ 1: 2, 2: 1 });
    expect(await test.group()).toMatchObject({ DesiredCapacity: 2 });
    test.advance(60);
    await test.tick();
    expect(versions(await test.group())).toEqual({ 1: 1, 2: 2 });
    test.advance(60);
    await test.tick();
    expect(versions(await test.group())).toEqual({ 2: 2 });
    expect(await test.refresh()).toMatchObject({ Status: 'Successful' });
  });

  it('launches new instances of a group that grows from the desired configuration', async () => {
    await test.createGroup({ ...pinned, DesiredCapacity: 2 });
    await test.startRefresh({ MinHealthyPercentage: 50, InstanceWarmup: 60 });
    await test.setDesired(3);
    expect(versions(await test.group())).toEqual({ 1: 1, 2: 2 });
  });

  it('replaces by the template of the group when nothing else is desired', async () => {
    await test.createGroup({ ...pinned });
    await test.autoScaling.send(
      new UpdateAutoScalingGroupCommand({
        AutoScalingGroupName: 'web',
        LaunchTemplate: { LaunchTemplateName: 'web-template', Version: '$Latest' },
      }),
    );
    expect(versions(await test.group())).toEqual({ 1: 2 });
    await test.startRefresh({}, { DesiredConfiguration: undefined });
    expect(versions(await test.group())).toEqual({ 2: 2 });
  });

  it('skips instances that match, if it is asked to', async () => {
    const before = await test.createGroup(pinned);
    const same = { DesiredConfiguration: { LaunchTemplate: pinned.LaunchTemplate } };
    await test.startRefresh({ SkipMatching: true, InstanceWarmup: 600 }, same);
    expect(await test.refresh()).toMatchObject({ Status: 'Successful', PercentageComplete: 100 });
    expect((await test.group()).Instances).toEqual(before.Instances);
    await test.startRefresh({ SkipMatching: false }, same);
    const ids = before.Instances?.map(({ InstanceId }) => InstanceId) ?? [];
    const after = (await test.group()).Instances ?? [];
    expect(after.filter(({ InstanceId }) => ids.includes(InstanceId))).toEqual([]);
  });

  it('pauses at each checkpoint, and ends at the last', async () => {
    await test.createGroup({ ...pinned, DesiredCapacity: 4 });
    await test.startRefresh({
      MinHealthyPercentage: 50,
      CheckpointPercentages: [1, 75],
      CheckpointDelay: 300,
    });
    expect(versions(await test.group())).toEqual({ 1: 3, 2: 1 });
    expect(await test.refresh()).toMatchObject({
      PercentageComplete: 25,
      StatusReason: 'Checkpoint of 1% reached. Waiting until 2026-11-21T10:05:00.000Z.',
    });
    test.advance(300);
    await test.tick();
    expect(versions(await test.group())).toEqual({ 1: 1, 2: 3 });
    expect(await test.refresh()).toMatchObject({
      Status: 'Successful',
      PercentageComplete: 75,
      InstancesToUpdate: 1,
    });
  });

  it('bakes for as long as it is told before it counts as done', async () => {
    await test.createGroup(pinned);
    await test.startRefresh({ MinHealthyPercentage: 0, BakeTime: 60 });
    expect(await test.refresh()).toMatchObject({ Status: 'Baking', PercentageComplete: 100 });
    expect(await test.group()).toMatchObject({ LaunchTemplate: { Version: '1' } });
    test.advance(60);
    await test.tick();
    expect(await test.refresh()).toMatchObject({ Status: 'Successful' });
    expect(await test.group()).toMatchObject({ LaunchTemplate: { Version: '2' } });
  });

  it('refuses a second one', async () => {
    await test.createGroup(pinned);
    await test.startRefresh({ InstanceWarmup: 60 });
    await expect(test.startRefresh()).rejects.toMatchObject({
      name: 'InstanceRefreshInProgressFault',
      message:
        'An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.',
    });
  });

  it('keeps its configuration from being changed under it, but nothing else', async () => {
    await test.createGroup(pinned);
    await test.startRefresh({ InstanceWarmup: 60 });
    const update = (change: object): Promise<unknown> =>
      test.autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: 'web', ...change }));
    await expect(update(pinned)).rejects.toThrow(
      'An active instance refresh with a desired configuration exists. All configuration options derived from the desired configuration are not available for update while the instance refresh is active.',
    );
    await update({ HealthCheckGracePeriod: 9 });
    const Tags = [{ ResourceId: 'web', ResourceType: 'auto-scaling-group', Key: 'a', Value: 'b' }];
    await test.autoScaling.send(new CreateOrUpdateTagsCommand({ Tags }));
  });

  it.each([
    [{ MinHealthyPercentage: 101 }, /MinHealthyPercentage must be between 0 and 100, and is 101/],
    [{ MaxHealthyPercentage: 110 }, /MinHealthyPercentage must be specified/],
    [{ MinHealthyPercentage: 50, MaxHealthyPercentage: 151 }, /cannot be greater than 100, and is 101/],
    [
      { MinHealthyPercentage: 90, MaxHealthyPercentage: 99 },
      /MaxHealthyPercentage must be between 100 and 200/,
    ],
    [{ CheckpointDelay: 5 }, /only be specified together with CheckpointPercentages/],
    [{ CheckpointPercentages: [50, 50] }, /must be unique and in ascending order: \[50, 50\]/],
    [{ CheckpointPercentages: [0] }, /CheckpointPercentages must be between 1 and 100, and is 0/],
    [{ BakeTime: 172801 }, /BakeTime must be between 0 and 172800/],
    [{ AlarmSpecification: { Alarms: Array.from({ length: 11 }, () => 'a') } }, /may name 10 alarms/],
  ])('refuses %j', async (preferences, message) => {
    await test.createGroup(pinned);
    await expect(test.startRefresh(preferences)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching(message),
    });
  });

  it('refuses what it could not roll back by itself, if it should', async () => {
    await test.createGroup();
    await expect(test.startRefresh({ AutoRollback: true })).rejects.toThrow(
      'an incompatible launch template version ($Default) is present on the Auto Scaling group',
    );
    const undesired = { DesiredConfiguration: undefined };
    await expect(test.startRefresh({ AutoRollback: true }, undesired)).rejects.toThrow(
      'a desired configuration was not found',
    );
  });

  it('refuses what the local cloud does not do', async () => {
    const mixed = { InstancesDistribution: { SpotAllocationStrategy: 'lowest-price' } };
    await test.createGroup();
    await expect(test.startRefresh({}, { Strategy: 'ReplaceRootVolume' })).rejects.toThrow(
      'The local cloud does not support Strategy ReplaceRootVolume: use Rolling.',
    );
    await expect(
      test.startRefresh({}, { DesiredConfiguration: { MixedInstancesPolicy: mixed } }),
    ).rejects.toThrow('The local cloud does not support MixedInstancesPolicy');
  });
});
