import {
  DescribeAlarmsCommand,
  type Dimension,
  type MetricAlarm,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { createAlarmsController } from '../../../src/controllers/alarms-controller.ts';
import { startTestCloud, type TestCloud } from '../../harness.ts';

/** A test cloud with alarms, and short ways to make and look at them. */
export interface AlarmCloud extends TestCloud {
  /** Makes the alarm `errors`: more than 5 in 10 seconds, unless told otherwise. */
  createAlarm(change?: Partial<PutMetricAlarmCommandInput>): Promise<MetricAlarm>;
  alarm(name?: string): Promise<MetricAlarm>;
  /** Puts a value of the metric `Shop Errors` as of now. */
  measure(value: number, dimensions?: Dimension[]): Promise<void>;
  /** Moves the clock on and ticks. */
  pass(seconds: number): Promise<void>;
}

/** Starts it, at 10:00:00. */
export async function startAlarmCloud(): Promise<AlarmCloud> {
  const test = await startTestCloud({ services: ['cloudwatch'], controllers: [createAlarmsController] });
  const { cloudWatch } = test;
  const alarm = async (name = 'errors'): Promise<MetricAlarm> => {
    const { MetricAlarms: [found] = [] } = await cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [name] }),
    );
    if (!found) throw new Error(`there is no alarm ${name}`);
    return found;
  };
  return {
    ...test,
    alarm,
    createAlarm: async (change = {}) => {
      await cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName: 'errors',
          Namespace: 'Shop',
          MetricName: 'Errors',
          Statistic: 'Sum',
          Period: 10,
          EvaluationPeriods: 1,
          Threshold: 5,
          ComparisonOperator: 'GreaterThanThreshold',
          ...change,
        }),
      );
      return alarm(change.AlarmName);
    },
    measure: async (Value, Dimensions) => {
      const datum = {
        MetricName: 'Errors',
        Value,
        Dimensions,
        StorageResolution: 1,
        Timestamp: test.cloud.now(),
      };
      await cloudWatch.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData: [datum] }));
    },
    pass: async (seconds) => {
      test.advance(seconds);
      await test.tick();
    },
  };
}
