import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { LocalCloud } from '../../cloud.ts';
import type { MetricId } from '../../store/records/cloudwatch.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { type Datapoints, fromValues } from './datapoints.ts';
import { dimensionsOf, metricId } from './metric-id.ts';
import type { PutOptions } from './metric-store.ts';

const HOUR_MS = 3_600_000;

/** One datum of a request as the store takes it. */
interface ReadDatum {
  readonly metric: MetricId;
  readonly points: Datapoints;
  readonly options: PutOptions;
}

/** Puts the data of a request into the store: all of them, or none where one is wrong. */
export function putData(cloud: LocalCloud, namespace: string, data: readonly MetricDatum[]): void {
  const now = cloud.now();
  const read = data.map((datum, index) => readDatum(namespace, datum, index + 1, now));
  for (const { metric, points, options } of read) {
    if (cloud.metrics.put(metric, points, options)) continue;
    throw new AwsError('LimitExceeded', 'The local cloud holds 10000 metrics at most.');
  }
}

/** `place`: from 1, as errors of AWS count. */
function readDatum(namespace: string, datum: MetricDatum, place: number, now: Date): ReadDatum {
  const { MetricName: name = '', Unit: unit = 'None', StorageResolution: resolution = 60 } = datum;
  if (name === '') throw missing(place, 'MetricName');
  if (resolution !== 1 && resolution !== 60) {
    throw new AwsError(
      'InvalidParameterValue',
      `The value ${resolution} for parameter StorageResolution must be 1 or 60.`,
    );
  }
  return {
    metric: metricId(namespace, name, dimensionsOf(datum.Dimensions)),
    points: readPoints(datum, place, readTime(datum.Timestamp, now)),
    options: { unit, resolution },
  };
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

function readPoints(datum: MetricDatum, place: number, start: number): Datapoints {
  const { Value: value, Values: values, Counts: counts, StatisticValues: summary } = datum;
  const given = [value, values, summary].filter((form) => form !== undefined).length;
  if (given === 0) throw missing(place, 'Value');
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

function missing(place: number, member: string): AwsError {
  return new AwsError('MissingParameter', `The parameter MetricData.member.${place}.${member} is required.`);
}
