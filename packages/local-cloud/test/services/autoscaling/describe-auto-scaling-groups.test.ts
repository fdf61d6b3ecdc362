import {
  DescribeAutoScalingGroupsCommand,
  type DescribeAutoScalingGroupsCommandInput,
} from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, startGroupCloud } from './group-cloud.ts';

describe('DescribeAutoScalingGroups', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  const names = async (input: DescribeAutoScalingGroupsCommandInput): Promise<readonly string[]> => {
    const { AutoScalingGroups = [] } = await test.autoScaling.send(
      new DescribeAutoScalingGroupsCommand(input),
    );
    return AutoScalingGroups.map(({ AutoScalingGroupName }) => AutoScalingGroupName ?? '');
  };
  beforeEach(async () => {
    for (const name of ['one', 'two', 'three']) {
      const Tags = [{ Key: 'env', Value: name }];
      await test.createGroup({ AutoScalingGroupName: name, MinSize: 0, DesiredCapacity: 0, Tags });
    }
  });

  it('matches names exactly and leaves out unknown ones', async () => {
    expect(await names({ AutoScalingGroupNames: ['two', 'on', 'nothing'] })).toEqual(['two']);
  });

  it.each([
    [{ Name: 'tag:env', Values: ['one', 'two'] }, ['one', 'two']],
    [{ Name: 'tag-key', Values: ['env'] }, ['one', 'two', 'three']],
    [{ Name: 'tag-value', Values: ['three'] }, ['three']],
    [{ Name: 'tag:env', Values: ['on'] }, []],
  ])('filters by %j', async (filter, expected) => {
    expect(await names({ Filters: [filter] })).toEqual(expected);
  });

  it('refuses an unknown filter', async () => {
    await expect(names({ Filters: [{ Name: 'colour', Values: ['red'] }] })).rejects.toThrow(/colour/);
  });

  it('pages', async () => {
    const command = new DescribeAutoScalingGroupsCommand({ MaxRecords: 2 });
    const { NextToken, AutoScalingGroups } = await test.autoScaling.send(command);
    expect(AutoScalingGroups).toHaveLength(2);
    expect(await names({ NextToken })).toEqual(['three']);
  });
});
