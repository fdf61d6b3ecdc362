import {
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDatum,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AlarmCloud, startAlarmCloud } from './alarm-cloud.ts';

let test: AlarmCloud;
beforeEach(async () => {
  test = await startAlarmCloud();
});
afterEach(() => test.close());

const START = new Date('2026-11-21T09:59:00Z');
const END = new Date('2026-11-21T10:05:00Z');

const put = (...data: readonly Partial<MetricDatum>[]): Promise<unknown> =>
  test.cloudWatch.send(
    new PutMetricDataCommand({
      Namespace: 'Shop',
      MetricData: data.map((datum) => ({ MetricName: 'Time', ...datum })),
    }),
  );
const statistics = async (Period: number, more: object = {}): Promise<readonly object[]> => {
  const { Datapoints = [] } = await test.cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace: 'Shop',
      MetricName: 'Time',
      StartTime: START,
      EndTime: END,
      Period,
      Statistics: ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'],
      ...more,
    }),
  );
  return Datapoints;
};

describe('PutMetricData and GetMetricStatistics', () => {
  it('sum up values, weighted values and summaries of a period', async () => {
    await put(
      { Value: 1, Unit: 'Seconds' },
      { Values: [2, 4], Counts: [3, 1], Unit: 'Seconds' },
      { StatisticValues: { SampleCount: 5, Sum: 19, Minimum: 0, Maximum: 9 }, Unit: 'Seconds' },
    );
    expect(await statistics(60)).toEqual([
      {
        Timestamp: new Date('2026-11-21T10:00:00Z'),
        Unit: 'Seconds',
        SampleCount: 10,
        Sum: 30,
        Average: 3,
        Minimum: 0,
        Maximum: 9,
      },
    ]);
  });

  it('keep seconds apart only where they are put with that resolution', async () => {
    const at = (second: number): Date => new Date(`2026-11-21T10:00:${second}Z`);
    await put(
      { Value: 1, Timestamp: at(31), StorageResolution: 1 },
      { Value: 2, Timestamp: at(47), StorageResolution: 1 },
    );
    expect(await statistics(10, { Statistics: ['Sum'] })).toMatchObject([{ Sum: 1 }, { Sum: 2 }]);
    await put({ Value: 5, Timestamp: at(47), MetricName: 'Slow' });
    expect(await statistics(10, { MetricName: 'Slow' })).toMatchObject([
      { Timestamp: new Date('2026-11-21T10:00:00Z'), Sum: 5 },
    ]);
  });

  it('know percentiles of values, and none of summaries', async () => {
    const percentiles = { Statistics: undefined, ExtendedStatistics: ['p50', 'p99.9'] };
    await put({ Values: Array.from({ length: 100 }, (_, index) => index + 1) });
    expect(await statistics(60, percentiles)).toMatchObject([
      { ExtendedStatistics: { p50: 50, 'p99.9': 100 } },
    ]);
    await put({ StatisticValues: { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 } });
    expect(await statistics(60, percentiles)).toMatchObject([{ ExtendedStatistics: {} }]);
  });

  it('tell metrics apart by their dimensions, in any order', async () => {
    const [a, b] = [
      { Name: 'Site', Value: 'a' },
      { Name: 'Kind', Value: 'b' },
    ];
    await put({ Value: 1, Dimensions: [a, b] }, { Value: 2, Dimensions: [b, a] }, { Value: 40 });
    expect(await statistics(60, { Dimensions: [a, b] })).toMatchObject([{ Sum: 3 }]);
    expect(await statistics(60, { Dimensions: [a] })).toEqual([]);
  });

  it('look at one unit when asked to', async () => {
    await put({ Value: 1, Unit: 'Seconds' }, { Value: 1000, Unit: 'Milliseconds' });
    expect(await statistics(60, { Unit: 'Milliseconds' })).toMatchObject([{ Sum: 1000 }]);
  });

  it('take a request that the client has compressed', async () => {
    await put(...Array.from({ length: 500 }, (_, index) => ({ Value: index, MetricName: `Metric${index}` })));
    const { Metrics } = await test.cloudWatch.send(new ListMetricsCommand({ Namespace: 'Shop' }));
    expect(Metrics).toHaveLength(500);
  });

  it.each([
    [{}, 'MissingRequiredParameterException'],
    [{ Value: 1, Values: [1] }, 'InvalidParameterCombinationException'],
    [{ Values: [1], Counts: [1, 2] }, 'InvalidParameterValueException'],
    [{ Value: 1, Timestamp: new Date('2026-11-01') }, 'InvalidParameterValueException'],
    [{ Value: 1, StorageResolution: 5 }, 'InvalidParameterValueException'],
  ])('refuses %o', async (datum, name) => {
    await expect(put(datum)).rejects.toMatchObject({ name });
  });

  it('take all data of a request or none', async () => {
    await expect(put({ Value: 1 }, {})).rejects.toThrow('MetricData.member.2.Value is required');
    expect(await statistics(60)).toEqual([]);
  });

  it('leave the namespaces of AWS to AWS', async () => {
    const command = new PutMetricDataCommand({ Namespace: 'AWS/EC2', MetricData: [] });
    await expect(test.cloudWatch.send(command)).rejects.toThrow(
      'The value AWS/ for parameter Namespace is invalid.',
    );
  });
});

describe('GetMetricData', () => {
  const get = async (
    queries: GetMetricDataCommandInput['MetricDataQueries'],
    more: object = {},
  ): Promise<readonly object[]> => {
    const { MetricDataResults = [] } = await test.cloudWatch.send(
      new GetMetricDataCommand({ MetricDataQueries: queries, StartTime: START, EndTime: END, ...more }),
    );
    return MetricDataResults;
  };
  const stat = { Metric: { Namespace: 'Shop', MetricName: 'Time' }, Period: 60, Stat: 'Sum' };

  it('answers each line that returns data, newest first', async () => {
    await put({ Value: 1 }, { Value: 2, Timestamp: new Date('2026-11-21T10:01:10Z') });
    const lines = [
      { Id: 'time', MetricStat: stat },
      { Id: 'double', Expression: 'time * 2', Label: 'twice' },
      { Id: 'hidden', MetricStat: stat, ReturnData: false },
    ];
    const times = [new Date('2026-11-21T10:01:00Z'), new Date('2026-11-21T10:00:00Z')];
    expect(await get(lines)).toEqual([
      { Id: 'time', Label: 'Time', Timestamps: times, Values: [2, 1], StatusCode: 'Complete' },
      { Id: 'double', Label: 'twice', Timestamps: times, Values: [4, 2], StatusCode: 'Complete' },
    ]);
    expect(await get(lines, { ScanBy: 'TimestampAscending' })).toMatchObject([
      { Values: [1, 2] },
      { Values: [2, 4] },
    ]);
  });

  it.each([
    [[{ Id: 'Time', MetricStat: stat }], 'The id "Time" must begin with a lower case letter.'],
    [[{ Id: 'a', Expression: 'b' }], 'The expression of a uses b, which is not in the query.'],
    [
      [
        { Id: 'a', Expression: 'b' },
        { Id: 'b', Expression: 'a' },
      ],
      'The expression of b depends on itself.',
    ],
    [
      [{ Id: 'a', Expression: 'ANOMALY_DETECTION_BAND(b)' }],
      /the function ANOMALY_DETECTION_BAND is not known/,
    ],
  ])('refuses %o', async (queries, message) => {
    await expect(get(queries as never)).rejects.toThrow(message);
  });
});

describe('ListMetrics', () => {
  it('finds metrics by namespace, name and dimensions', async () => {
    await put(
      { Value: 1, Dimensions: [{ Name: 'Site', Value: 'a' }] },
      { Value: 1 },
      { Value: 1, MetricName: 'X' },
    );
    const list = async (input: object): Promise<number | undefined> =>
      (await test.cloudWatch.send(new ListMetricsCommand(input))).Metrics?.length;
    expect(await list({})).toBe(3);
    expect(await list({ Namespace: 'Other' })).toBe(0);
    expect(await list({ MetricName: 'Time' })).toBe(2);
    expect(await list({ Dimensions: [{ Name: 'Site' }] })).toBe(1);
    expect(await list({ Dimensions: [{ Name: 'Site', Value: 'b' }] })).toBe(0);
  });
});
