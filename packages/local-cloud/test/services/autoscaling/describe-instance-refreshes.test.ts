import { DescribeInstanceRefreshesCommand } from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, startGroupCloud } from './group-cloud.ts';

describe('DescribeInstanceRefreshes', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
    await test.createVersion();
  });
  afterEach(() => test.close());

  const describeAll = async (change: object = {}): Promise<readonly (string | undefined)[]> => {
    const { InstanceRefreshes: found = [] } = await test.autoScaling.send(
      new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: 'web', ...change }),
    );
    return found.map(({ InstanceRefreshId }) => InstanceRefreshId);
  };

  it('lists the newest first, or those that are named', async () => {
    await test.createGroup();
    const first = await test.startRefresh();
    const second = await test.startRefresh();
    expect(await describeAll()).toEqual([second, first]);
    expect(await describeAll({ InstanceRefreshIds: [first] })).toEqual([first]);
    expect(await describeAll({ MaxRecords: 1 })).toEqual([second]);
  });

  it('shows the preferences with their defaults, and the configuration', async () => {
    await test.createGroup();
    await test.startRefresh({ CheckpointPercentages: [50], StandbyInstances: 'Ignore' });
    expect(await test.refresh()).toMatchObject({
      Strategy: 'Rolling',
      DesiredConfiguration: { LaunchTemplate: { LaunchTemplateName: 'web-template', Version: '2' } },
      Preferences: {
        MinHealthyPercentage: 90,
        CheckpointPercentages: [50],
        CheckpointDelay: 3600,
        SkipMatching: false,
        AutoRollback: false,
        ScaleInProtectedInstances: 'Wait',
        StandbyInstances: 'Ignore',
        BakeTime: 0,
      },
    });
  });

  it('refuses a group that does not exist, and pages of more than 100', async () => {
    await expect(describeAll()).rejects.toThrow("AutoScalingGroup 'web' not found");
    await test.createGroup();
    await expect(describeAll({ MaxRecords: 101 })).rejects.toThrow('MaxRecords must be between 1 and 100');
  });
});
