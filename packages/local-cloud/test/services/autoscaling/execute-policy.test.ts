import {
  DeletePolicyCommand,
  DescribeAdjustmentTypesCommand,
  DescribePoliciesCommand,
  ExecutePolicyCommand,
  type ExecutePolicyCommandInput,
  PutScalingPolicyCommand,
  type PutScalingPolicyCommandInput,
} from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, startGroupCloud } from './group-cloud.ts';

let test: GroupCloud;
beforeEach(async () => {
  test = await startGroupCloud();
  await test.createGroup({ MaxSize: 8, DefaultCooldown: 60 });
});
afterEach(() => test.close());

const put = async (policy: Partial<PutScalingPolicyCommandInput>): Promise<string> => {
  const { PolicyARN = '' } = await test.autoScaling.send(
    new PutScalingPolicyCommand({ AutoScalingGroupName: 'web', PolicyName: 'more', ...policy }),
  );
  return PolicyARN;
};
const execute = (change: Partial<ExecutePolicyCommandInput> = {}): Promise<unknown> =>
  test.autoScaling.send(
    new ExecutePolicyCommand({ AutoScalingGroupName: 'web', PolicyName: 'more', ...change }),
  );

describe('ExecutePolicy', () => {
  it('adjusts the capacity, and the activity says that a user asked for it', async () => {
    await put({
      AdjustmentType: 'PercentChangeInCapacity',
      ScalingAdjustment: 10,
      MinAdjustmentMagnitude: 2,
    });
    await execute();
    await test.tick();
    expect((await test.group()).DesiredCapacity).toBe(4);
    const [activity] = await test.activities();
    expect(activity?.Cause).toMatch(
      /^At \S+Z a user request executed policy more changing the desired capacity from 2 to 4\. {2}/,
    );
  });

  it('honours the cooldown when asked to', async () => {
    const arn = await put({ AdjustmentType: 'ChangeInCapacity', ScalingAdjustment: 1 });
    const byArn = { AutoScalingGroupName: undefined, PolicyName: arn };
    await execute({ ...byArn, HonorCooldown: true });
    await expect(execute({ HonorCooldown: true })).rejects.toMatchObject({
      name: 'ScalingActivityInProgressFault',
    });
    await execute();
    await test.tick();
    expect((await test.group()).DesiredCapacity).toBe(4);
    test.advance(61);
    await execute({ HonorCooldown: true });
    expect((await test.group()).DesiredCapacity).toBe(5);
  });

  it('takes the step for the value it is given', async () => {
    await put({
      PolicyType: 'StepScaling',
      AdjustmentType: 'ExactCapacity',
      StepAdjustments: [
        { MetricIntervalUpperBound: 0, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 0, ScalingAdjustment: 6 },
      ],
    });
    await execute({ MetricValue: 70, BreachThreshold: 50 });
    expect((await test.group()).DesiredCapacity).toBe(6);
    await expect(execute()).rejects.toThrow(/^MetricValue and BreachThreshold must be specified/);
  });

  it('refuses what is not there', async () => {
    await expect(execute()).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Policy name not found - more',
    });
  });
});

describe('DescribePolicies and DeletePolicy', () => {
  it('show a policy until it is deleted', async () => {
    const arn = await put({ AdjustmentType: 'ChangeInCapacity', ScalingAdjustment: -1, Cooldown: 5 });
    const describe = new DescribePoliciesCommand({ AutoScalingGroupName: 'web', PolicyNames: ['more'] });
    expect((await test.autoScaling.send(describe)).ScalingPolicies).toEqual([
      {
        AutoScalingGroupName: 'web',
        PolicyName: 'more',
        PolicyARN: arn,
        PolicyType: 'SimpleScaling',
        AdjustmentType: 'ChangeInCapacity',
        ScalingAdjustment: -1,
        Cooldown: 5,
        StepAdjustments: [],
        Alarms: [],
        Enabled: true,
      },
    ]);
    await test.autoScaling.send(new DeletePolicyCommand({ AutoScalingGroupName: 'web', PolicyName: 'more' }));
    expect((await test.autoScaling.send(describe)).ScalingPolicies).toEqual([]);
  });
});

describe('DescribeAdjustmentTypes', () => {
  it('lists three', async () => {
    const { AdjustmentTypes } = await test.autoScaling.send(new DescribeAdjustmentTypesCommand({}));
    expect(AdjustmentTypes?.map(({ AdjustmentType }) => AdjustmentType)).toEqual([
      'ChangeInCapacity',
      'ExactCapacity',
      'PercentChangeInCapacity',
    ]);
  });
});
