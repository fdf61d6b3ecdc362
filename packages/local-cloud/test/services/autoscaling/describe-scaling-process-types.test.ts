import {
  DescribeAccountLimitsCommand,
  DescribeScalingProcessTypesCommand,
  DescribeTerminationPolicyTypesCommand,
  DisableMetricsCollectionCommand,
  EnableMetricsCollectionCommand,
} from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, startGroupCloud } from './group-cloud.ts';

describe('lists of what Auto Scaling knows', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
  });
  afterEach(() => test.close());

  it('has nine processes', async () => {
    const { Processes = [] } = await test.autoScaling.send(new DescribeScalingProcessTypesCommand({}));
    expect(Processes).toHaveLength(9);
  });

  it('has seven termination policies', async () => {
    const command = new DescribeTerminationPolicyTypesCommand({});
    expect((await test.autoScaling.send(command)).TerminationPolicyTypes).toHaveLength(7);
  });

  it('counts groups against the account limits', async () => {
    await test.createGroup();
    const limits = await test.autoScaling.send(new DescribeAccountLimitsCommand({}));
    expect(limits).toMatchObject({ MaxNumberOfAutoScalingGroups: 500, NumberOfAutoScalingGroups: 1 });
  });

  it('remembers which metrics are collected', async () => {
    await test.createGroup();
    const request = { AutoScalingGroupName: 'web', Granularity: '1Minute' };
    await test.autoScaling.send(
      new EnableMetricsCollectionCommand({ ...request, Metrics: ['GroupMinSize'] }),
    );
    expect((await test.group()).EnabledMetrics).toEqual([{ Metric: 'GroupMinSize', Granularity: '1Minute' }]);
    await test.autoScaling.send(new DisableMetricsCollectionCommand(request));
    expect((await test.group()).EnabledMetrics).toEqual([]);
  });
});
