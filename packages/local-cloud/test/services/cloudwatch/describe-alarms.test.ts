import { DescribeAlarmsCommand, DescribeAlarmsForMetricCommand } from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AlarmCloud, startAlarmCloud } from './alarm-cloud.ts';

let test: AlarmCloud;
beforeEach(async () => {
  test = await startAlarmCloud();
  await test.createAlarm({ AlarmName: 'web-errors', AlarmActions: ['arn:aws:sns:us-east-1:1:page'] });
  await test.createAlarm({
    AlarmName: 'web-slow',
    MetricName: 'Time',
    ExtendedStatistic: 'p99',
    Statistic: undefined,
  });
  await test.createAlarm({ AlarmName: 'shop-errors', Dimensions: [{ Name: 'Site', Value: 'b' }] });
});
afterEach(() => test.close());

describe('DescribeAlarms', () => {
  const names = async (input: object): Promise<readonly (string | undefined)[]> => {
    const { MetricAlarms = [] } = await test.cloudWatch.send(new DescribeAlarmsCommand(input));
    return MetricAlarms.map(({ AlarmName }) => AlarmName);
  };

  it.each([
    [{}, ['shop-errors', 'web-errors', 'web-slow']],
    [{ AlarmNames: ['web-slow', 'nobody'] }, ['web-slow']],
    [{ AlarmNamePrefix: 'web-' }, ['web-errors', 'web-slow']],
    [{ StateValue: 'OK' }, []],
    [{ ActionPrefix: 'arn:aws:sns' }, ['web-errors']],
    [{ AlarmTypes: ['CompositeAlarm'] }, []],
  ])('%o', async (input, expected) => {
    expect(await names(input)).toEqual(expected);
  });

  it('shows page after page', async () => {
    const first = await test.cloudWatch.send(new DescribeAlarmsCommand({ MaxRecords: 2 }));
    expect(first.MetricAlarms).toHaveLength(2);
    expect(await names({ MaxRecords: 2, NextToken: first.NextToken })).toEqual(['web-slow']);
  });

  it('refuses a name and a prefix together', async () => {
    await expect(names({ AlarmNames: ['a'], AlarmNamePrefix: 'b' })).rejects.toMatchObject({
      name: 'InvalidParameterCombinationException',
    });
  });
});

describe('DescribeAlarmsForMetric', () => {
  const names = async (input: object): Promise<readonly (string | undefined)[]> => {
    const { MetricAlarms = [] } = await test.cloudWatch.send(
      new DescribeAlarmsForMetricCommand({ Namespace: 'Shop', MetricName: 'Errors', ...input }),
    );
    return MetricAlarms.map(({ AlarmName }) => AlarmName);
  };

  it.each([
    [{}, ['web-errors']],
    [{ Dimensions: [{ Name: 'Site', Value: 'b' }] }, ['shop-errors']],
    [{ MetricName: 'Time', ExtendedStatistic: 'p99' }, ['web-slow']],
    [{ Period: 60 }, []],
    [{ Statistic: 'Average' }, []],
  ])('%o', async (input, expected) => {
    expect(await names(input)).toEqual(expected);
  });
});
