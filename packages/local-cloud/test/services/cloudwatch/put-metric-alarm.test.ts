import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AlarmCloud, startAlarmCloud } from './alarm-cloud.ts';

describe('PutMetricAlarm', () => {
  let test: AlarmCloud;
  beforeEach(async () => {
    test = await startAlarmCloud();
  });
  afterEach(() => test.close());

  it('makes an alarm that has not been checked', async () => {
    expect(
      await test.createAlarm({ AlarmDescription: 'too many', TreatMissingData: 'ignore' }),
    ).toMatchObject({
      AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors',
      AlarmDescription: 'too many',
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
      Statistic: 'Sum',
      Period: 10,
      Threshold: 5,
      TreatMissingData: 'ignore',
      ActionsEnabled: true,
      Dimensions: [],
    });
  });

  it('replaces the whole configuration and keeps the state', async () => {
    await test.createAlarm({ AlarmDescription: 'first' });
    await test.measure(9);
    await test.pass(11);
    expect(await test.createAlarm({ Threshold: 50 })).toMatchObject({ StateValue: 'ALARM', Threshold: 50 });
    expect((await test.alarm()).AlarmDescription).toBeUndefined();
    await test.tick();
    expect(await test.alarm()).toMatchObject({ StateValue: 'OK' });
  });

  it('goes into ALARM when a period breaches, and says why', async () => {
    await test.createAlarm();
    await test.measure(4);
    await test.measure(3);
    await test.pass(9);
    expect(await test.alarm()).toMatchObject({ StateValue: 'INSUFFICIENT_DATA' });
    await test.pass(2);
    expect(await test.alarm()).toMatchObject({
      StateValue: 'ALARM',
      StateReason:
        'Threshold Crossed: 1 out of the last 1 datapoints [7.0 (21/11/26 10:00:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).',
    });
  });

  it('compares an expression over metrics', async () => {
    const stat = (MetricName: string): object => ({
      Metric: { Namespace: 'Shop', MetricName },
      Stat: 'Sum',
      Period: 10,
    });
    await test.createAlarm({
      Namespace: undefined,
      MetricName: undefined,
      Statistic: undefined,
      Period: undefined,
      Metrics: [
        { Id: 'share', Expression: '100 * errors / (errors + FILL(other, 1))' },
        { Id: 'errors', MetricStat: stat('Errors') as never, ReturnData: false },
        { Id: 'other', MetricStat: stat('Other') as never, ReturnData: false },
      ],
    });
    await test.measure(3);
    await test.pass(11);
    expect(await test.alarm()).toMatchObject({
      StateValue: 'ALARM',
      StateReason: expect.stringContaining('[75.0 (21/11/26 10:00:00)]'),
      Metrics: [{ Id: 'share', ReturnData: true }, { Id: 'errors' }, { Id: 'other' }],
    });
  });

  it.each([
    [{ Period: 15 }, 'Period 15 must be 10, 20, 30 or a multiple of 60.'],
    [{ DatapointsToAlarm: 2 }, 'DatapointsToAlarm 2 must be at least 1 and at most EvaluationPeriods 1.'],
    [{ Statistic: undefined, ExtendedStatistic: 'tm90' }, /^The value tm90 for parameter ExtendedStatistic/],
    [{ ThresholdMetricId: 'x' }, 'The local cloud does not support ThresholdMetricId: leave it out.'],
    [{ ComparisonOperator: 'GreaterThanUpperThreshold' as const }, /^The value GreaterThanUpperThreshold/],
    [{ AlarmActions: ['page-me'] }, 'Invalid arn syntax: page-me'],
  ])('refuses %o', async (change, message) => {
    await expect(test.createAlarm(change)).rejects.toThrow(message);
  });
});
