import {
  DescribePoliciesCommand,
  PutScalingPolicyCommand,
  type PutScalingPolicyCommandInput,
  type PutScalingPolicyCommandOutput,
  SuspendProcessesCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCloud, startGroupCloud } from './group-cloud.ts';

describe('PutScalingPolicy', () => {
  let test: GroupCloud;
  beforeEach(async () => {
    test = await startGroupCloud();
    await test.createGroup({ MaxSize: 8, DefaultCooldown: 60 });
  });
  afterEach(() => test.close());

  const put = (policy: Partial<PutScalingPolicyCommandInput>): Promise<PutScalingPolicyCommandOutput> =>
    test.autoScaling.send(
      new PutScalingPolicyCommand({ AutoScalingGroupName: 'web', PolicyName: 'more', ...policy }),
    );
  const simple = { AdjustmentType: 'ChangeInCapacity', ScalingAdjustment: 1 };
  const steps = {
    PolicyType: 'StepScaling',
    AdjustmentType: 'ChangeInCapacity',
    EstimatedInstanceWarmup: 30,
    StepAdjustments: [
      { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 1 },
      { MetricIntervalLowerBound: 10, ScalingAdjustment: 3 },
    ],
  };
  const desired = async (): Promise<number | undefined> => (await test.group()).DesiredCapacity;
  const pass = async (seconds: number): Promise<void> => {
    test.advance(seconds);
    await test.tick();
  };

  /** An alarm of ten seconds over the metric `Shop Load` that executes the policy. */
  async function alarmFor(arn: string | undefined): Promise<void> {
    await test.cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'busy',
        Namespace: 'Shop',
        MetricName: 'Load',
        Statistic: 'Average',
        Period: 10,
        EvaluationPeriods: 1,
        Threshold: 50,
        ComparisonOperator: 'GreaterThanThreshold',
        AlarmActions: [arn ?? '', 'arn:aws:sns:us-east-1:000000000000:page-me'],
      }),
    );
  }
  const load = async (Value: number): Promise<void> => {
    const datum = { MetricName: 'Load', Value, StorageResolution: 1, Timestamp: test.cloud.now() };
    await test.cloudWatch.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData: [datum] }));
  };
  const raise = (): Promise<unknown> =>
    test.cloudWatch.send(
      new SetAlarmStateCommand({ AlarmName: 'busy', StateValue: 'ALARM', StateReason: 'a drill' }),
    );

  it('is executed by an alarm, once for a transition, and the activity says by which', async () => {
    await alarmFor((await put(simple)).PolicyARN);
    await load(60);
    await pass(11);
    await pass(1);
    expect(await desired()).toBe(3);
    const [activity] = await test.activities();
    expect(activity?.Cause).toMatch(
      /^At \S+Z a monitor alarm busy in state ALARM triggered policy more changing the desired capacity from 2 to 3\. {2}At \S+Z an instance was started in response to a difference between desired and actual capacity, increasing the capacity from 2 to 3\.$/,
    );
  });

  it('waits for its cooldown, and then goes on while the alarm lasts', async () => {
    await alarmFor((await put({ ...simple, Cooldown: 90 })).PolicyARN);
    await load(60);
    await pass(11);
    for (let second = 0; second < 60; second += 10) {
      await load(60);
      await pass(10);
    }
    expect(await desired()).toBe(3);
    for (let second = 0; second < 60; second += 10) {
      await load(60);
      await pass(10);
    }
    expect(await desired()).toBe(4);
  });

  it('takes the step that the metric is in', async () => {
    test.advance(60);
    await alarmFor((await put(steps)).PolicyARN);
    await load(61);
    await pass(11);
    expect(await desired()).toBe(5);
  });

  it('counts what warms up as what a step has given already', async () => {
    test.advance(60);
    await alarmFor((await put(steps)).PolicyARN);
    await load(55);
    await pass(11);
    expect(await desired()).toBe(3);
    await raise();
    await pass(1);
    expect(await desired()).toBe(3);
  });

  it('stays within the bounds of the group', async () => {
    await alarmFor((await put({ ...simple, ScalingAdjustment: 100 })).PolicyARN);
    await raise();
    await test.tick();
    expect(await desired()).toBe(8);
  });

  it('is not executed while AlarmNotification is suspended, or while it is disabled', async () => {
    await alarmFor((await put({ ...simple, Enabled: false })).PolicyARN);
    await raise();
    await test.tick();
    expect(await desired()).toBe(2);
    await put(simple);
    await test.autoScaling.send(
      new SuspendProcessesCommand({
        AutoScalingGroupName: 'web',
        ScalingProcesses: ['AlarmNotification'],
      }),
    );
    await load(60);
    await pass(61);
    expect(await desired()).toBe(2);
  });

  describe('target tracking', () => {
    const tracking = (change: object = {}): Partial<PutScalingPolicyCommandInput> => ({
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingConfiguration: {
        TargetValue: 40,
        CustomizedMetricSpecification: {
          Namespace: 'Shop',
          MetricName: 'Load',
          Statistic: 'Average',
          Period: 10,
        },
        ...change,
      },
    });

    it('makes two alarms of its own', async () => {
      const { Alarms = [], PolicyARN } = await put(tracking());
      expect(Alarms.map(({ AlarmName }) => AlarmName?.replace(/[\w]{8}-[-\w]{27}$/, 'ID'))).toEqual([
        'TargetTracking-web-AlarmHigh-ID',
        'TargetTracking-web-AlarmLow-ID',
      ]);
      const { MetricAlarms } = await test.cloudWatch.send(new DescribeAlarmsCommand({}));
      expect(MetricAlarms).toMatchObject([
        {
          AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${PolicyARN}.`,
          Threshold: 40,
          EvaluationPeriods: 3,
          ComparisonOperator: 'GreaterThanThreshold',
          AlarmActions: [PolicyARN],
        },
        { Threshold: 36, EvaluationPeriods: 15, ComparisonOperator: 'LessThanThreshold' },
      ]);
    });

    it('follows the processor time of the group, or the requests of each target', async () => {
      await put(
        tracking({
          CustomizedMetricSpecification: undefined,
          PredefinedMetricSpecification: { PredefinedMetricType: 'ASGAverageCPUUtilization' },
        }),
      );
      const ResourceLabel = 'app/shop/0123456789abcdef/targetgroup/web/fedcba9876543210';
      await put({
        PolicyName: 'requests',
        ...tracking({
          DisableScaleIn: true,
          CustomizedMetricSpecification: undefined,
          PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget', ResourceLabel },
        }),
      });
      const { MetricAlarms = [] } = await test.cloudWatch.send(new DescribeAlarmsCommand({}));
      expect(MetricAlarms).toHaveLength(3);
      expect(MetricAlarms.map(({ MetricName = '' }) => MetricName).toSorted()).toEqual([
        'CPUUtilization',
        'CPUUtilization',
        'RequestCountPerTarget',
      ]);
      expect(MetricAlarms.find(({ MetricName }) => MetricName === 'RequestCountPerTarget')).toMatchObject({
        Statistic: 'Sum',
        Dimensions: [
          { Name: 'LoadBalancer', Value: 'app/shop/0123456789abcdef' },
          { Name: 'TargetGroup', Value: 'targetgroup/web/fedcba9876543210' },
        ],
      });
    });

    it('scales out in proportion, and in again when the load is gone for long', async () => {
      test.advance(60);
      await put(tracking());
      for (let second = 0; second < 40; second += 10) {
        await load(100);
        await pass(10);
      }
      expect(await desired()).toBe(5);
      for (let second = 0; second < 240; second += 10) {
        await load(10);
        await pass(10);
      }
      expect(await desired()).toBe(1);
    });

    it('keeps its alarms when it is put again, and drops them when it becomes another kind', async () => {
      const first = await put(tracking());
      expect((await put(tracking({ TargetValue: 70 }))).Alarms).toEqual(first.Alarms);
      await put(simple);
      const { MetricAlarms } = await test.cloudWatch.send(new DescribeAlarmsCommand({}));
      expect(MetricAlarms).toEqual([]);
      const { ScalingPolicies } = await test.autoScaling.send(new DescribePoliciesCommand({}));
      expect(ScalingPolicies).toMatchObject([{ PolicyType: 'SimpleScaling', Alarms: [] }]);
    });
  });

  it.each([
    [{ PolicyType: 'PredictiveScaling' }, /does not support PredictiveScaling: use TargetTrackingScaling/],
    [{ AdjustmentType: 'Double', ScalingAdjustment: 1 }, /^AdjustmentType Double must be one of/],
    [{ ...steps, ScalingAdjustment: 1 }, 'ScalingAdjustment is not supported for policy type StepScaling.'],
    [{ ...steps, StepAdjustments: [] }, /^At least one StepAdjustment/],
    [
      { ...steps, StepAdjustments: [...steps.StepAdjustments, { ScalingAdjustment: 1 }] },
      'StepAdjustment intervals must not be empty, overlap or leave gaps.',
    ],
    [{ PolicyType: 'TargetTrackingScaling' }, /^TargetTrackingConfiguration must be specified/],
  ])('refuses %o', async (policy, message) => {
    await expect(put(policy)).rejects.toThrow(message);
  });
});
