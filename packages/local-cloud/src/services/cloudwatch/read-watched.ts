import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { AlarmRecord } from '../../store/records/cloudwatch.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { dimensionsOf, metricId } from './metric-id.ts';
import { readQueries, requireOneResult } from './read-queries.ts';
import { isSimple, requireStatistic } from './statistic.ts';

const OF_ONE_METRIC = [
  'MetricName',
  'Namespace',
  'Statistic',
  'ExtendedStatistic',
  'Dimensions',
  'Period',
  'Unit',
] as const;

/** What an alarm looks at: the metric that a request names, or its metric query. */
export function readWatched(input: PutMetricAlarmInput, evaluationPeriods: number): AlarmRecord['watched'] {
  if (input.Metrics && input.Metrics.length > 0) {
    const both = OF_ONE_METRIC.find((member) => input[member] !== undefined);
    if (both !== undefined) {
      throw new AwsError('ValidationError', `Metrics list and ${both} cannot be specified together.`);
    }
    const queries = readQueries(input.Metrics);
    requireOneResult(queries);
    for (const { source } of queries) {
      if (source.kind === 'metric') requirePeriod(source.stat.period, evaluationPeriods);
    }
    return { kind: 'query', queries };
  }
  const { MetricName: name, Namespace: namespace, Period: period, Unit: unit } = input;
  if (name === undefined || namespace === undefined || period === undefined) {
    throw new AwsError('ValidationError', 'MetricName, Namespace and Period must be specified, or Metrics.');
  }
  requirePeriod(period, evaluationPeriods);
  const metric = metricId(namespace, name, dimensionsOf(input.Dimensions));
  return { kind: 'metric', stat: { metric, statistic: readStatistic(input), period, unit } };
}

function readStatistic({ Statistic: simple, ExtendedStatistic: extended }: PutMetricAlarmInput): string {
  if (simple !== undefined && extended !== undefined) {
    throw new AwsError('InvalidParameterCombination', 'Use either Statistic or ExtendedStatistic.');
  }
  if (simple !== undefined) return requireStatistic(simple, 'Statistic');
  if (extended === undefined || isSimple(extended)) {
    throw new AwsError('ValidationError', 'Statistic or ExtendedStatistic must be specified.');
  }
  return requireStatistic(extended, 'ExtendedStatistic');
}

function requirePeriod(period: number, evaluationPeriods: number): void {
  if (period !== 10 && period !== 20 && period !== 30 && (period < 60 || period % 60 !== 0)) {
    throw new AwsError('ValidationError', `Period ${period} must be 10, 20, 30 or a multiple of 60.`);
  }
  // AWS looks back for up to a week; here no data are that old.
  if (period * evaluationPeriods > 2 * 60 * 60) {
    throw new AwsError(
      'ValidationError',
      `Period ${period} times EvaluationPeriods ${evaluationPeriods} must be at most 7200 seconds: the local cloud keeps metrics for 3 hours.`,
    );
  }
}
