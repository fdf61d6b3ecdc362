import type { LocalCloud } from '../../cloud.ts';
import type { MetricId } from '../../store/records/cloudwatch.ts';
import { fromValues } from './datapoints.ts';

/** Puts what the cloud measured of itself: by the second, where AWS's services do it by the minute. */
export function putOwn(
  cloud: LocalCloud,
  metric: MetricId,
  unit: string,
  at: Date,
  values: Iterable<readonly [value: number, count: number]>,
): void {
  cloud.metrics.put(metric, fromValues(at.getTime(), values), { unit, resolution: 1 });
}
