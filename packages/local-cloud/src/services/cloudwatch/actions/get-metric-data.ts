import { GetMetricDataCommand, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { MetricQueryRecord } from '../../../store/records/cloudwatch.ts';
import { on, type Route } from '../../../wire/route.ts';
import { evaluateQuery } from '../evaluate-query.ts';
import { queryPeriod, readQueries } from '../read-queries.ts';
import { readWindows, requirePeriod } from '../time-range.ts';

/** GetMetricData: every line of the query that returns data, all in one answer, newest first unless asked otherwise. */
export const route: Route = on(GetMetricDataCommand, (input, { cloud }) => {
  const queries = readQueries(input.MetricDataQueries);
  const now = cloud.now();
  const evaluate = (query: MetricQueryRecord): MetricDataResult => {
    const windows = readWindows(
      now,
      input.StartTime,
      input.EndTime,
      requirePeriod(queryPeriod(queries, query)),
    );
    const points = evaluateQuery(cloud, queries, query.id, windows).flatMap((value, index) =>
      value === undefined
        ? []
        : [{ at: new Date(windows.from.getTime() + index * windows.period * 1000), value }],
    );
    if (input.ScanBy !== 'TimestampAscending') points.reverse();
    return {
      Id: query.id,
      Label: query.label ?? (query.source.kind === 'metric' ? query.source.stat.metric.name : query.id),
      Timestamps: points.map(({ at }) => at),
      Values: points.map(({ value }) => value),
      StatusCode: 'Complete',
    };
  };
  return {
    MetricDataResults: queries.filter(({ returnData }) => returnData).map(evaluate),
    Messages: [],
  };
});
