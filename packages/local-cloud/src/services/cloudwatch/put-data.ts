import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { LocalCloud } from '../../cloud.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { type Datapoints, fromValues } from './datapoints.ts';
import { dimensionsOf, metricId } from './metric-id.ts';

const HOUR_MS = 3_600_000;

/** Puts one datum of a request into the store. */
export function putDatum(cloud: LocalCloud, namespace: string, datum: MetricDatum): void {
  const { MetricName: name = '', Unit: unit = 'None', StorageResolution: resolution = 60 } = datum;
  if (name === '') throw missing('MetricName');
  if (resolution !== 1 && resolution !== 60) {
    throw new AwsError(
      'InvalidParameterValue',
      `The value ${resolution} for parameter StorageResolution must be 1 or 60.`,
    );
  }
  const metric = metricId(namespace, name, dimensionsOf(datum.Dimensions));
  const points = readPoints(datum, readTime(datum.Timestamp, cloud.now()));
  if (!cloud.metrics.put(metric, points, { unit, resolution })) {
    throw new AwsError('LimitExceeded', 'The local cloud holds 10000 metrics at most.');
  }
}

function readTime(timestamp: Date | undefined, now: Date): number {
  const time = timestamp ?? now;
  const age = now.getTime() - time.getTime();
  if (age <= 14 * 24 * HOUR_MS && age >= -2 * HOUR_MS) return time.getTime();
  throw new AwsError(
    'InvalidParameterValue',
    `The value ${time.toISOString()} for parameter Timestamp must be within the last two weeks, or the next two hours.`,
  );
}

function readPoints(datum: MetricDatum, start: number): Datapoints {
  const { Value: value, Values: values, Counts: counts, StatisticValues: summary } = datum;
  const given = [value, values, summary].filter((form) => form !== undefined).length;
  if (given === 0) throw missing('Value');
  if (given > 1) {
    throw new AwsError('InvalidParameterCombination', 'Use one of Value, Values and StatisticValues.');
  }
  if (summary) {
    const { SampleCount: count = 0, Sum: sum = 0, Minimum: min = 0, Maximum: max = 0 } = summary;
    if (count <= 0) throw new AwsError('InvalidParameterValue', 'SampleCount must be more than 0.');
    return { start, count, sum, min, max, values: undefined };
  }
  if (counts && counts.length !== values?.length) {
    throw new AwsError('InvalidParameterValue', 'Values and Counts must be of the same length.');
  }
  const all = (values ?? [value ?? 0]).map((each, index) => [each, counts?.[index] ?? 1] as const);
  const wrong = all.find(([each]) => !Number.isFinite(each));
  if (wrong) {
    throw new AwsError('InvalidParameterValue', `The value ${wrong[0]} for parameter Value is invalid.`);
  }
  return fromValues(start, all);
}

function missing(member: string): AwsError {
  return new AwsError('MissingParameter', `The parameter MetricData.member.1.${member} is required.`);
}
