import type { Statistic } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../wire/aws-error.ts';
import type { Datapoints } from './datapoints.ts';

const SIMPLE: Readonly<Record<Statistic, (points: Datapoints) => number>> = {
  SampleCount: ({ count }) => count,
  Average: ({ sum, count }) => sum / count,
  Sum: ({ sum }) => sum,
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
};

const PERCENTILE = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/;

/** Refuses a statistic that is not computed here; AWS has more kinds of extended ones. */
export function requireStatistic(name: string, member: string): string {
  if (name in SIMPLE || PERCENTILE.test(name)) return name;
  throw new AwsError(
    'InvalidParameterValue',
    `The value ${name} for parameter ${member} is not supported: the local cloud computes ${Object.keys(SIMPLE).join(', ')} and percentiles such as p99.`,
  );
}

/** Whether it is one of the five that are no percentiles. */
export function isSimple(name: string): name is Statistic {
  return name in SIMPLE;
}

/** Sums data points up; nothing where the statistic cannot be known, as a percentile of summaries. */
export function summarise(points: Datapoints, statistic: string): number | undefined {
  if (isSimple(statistic)) return SIMPLE[statistic](points);
  const [, percent] = PERCENTILE.exec(statistic) ?? [];
  return percent === undefined ? undefined : percentile(points, Number(percent) / 100);
}

function percentile({ values, count, min, max }: Datapoints, share: number): number | undefined {
  if (!values) return count === 1 || min === max ? min : undefined;
  let left = Math.max(1, Math.ceil(count * share));
  for (const [value, times] of [...values].toSorted(([a], [b]) => a - b)) {
    left -= times;
    if (left <= 0) return value;
  }
  return max;
}
