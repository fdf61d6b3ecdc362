import type { MetricId } from '../../store/records/cloudwatch.ts';
import { type Datapoints, merge } from './datapoints.ts';
import { metricKey } from './metric-id.ts';
import { createSeries, type Series } from './metric-series.ts';

/** A metric that there are data of. */
export interface StoredMetric {
  readonly metric: MetricId;
  readonly lastAt: Date;
}

/** What was measured in the last hours: of the cloud itself, and what PutMetricData brought. In memory only. */
export interface MetricStore {
  /** Adds data at their `start`; false where there are more metrics than the store holds. */
  put(metric: MetricId, points: Datapoints, options: PutOptions): boolean;
  /** The data of one window after the other, from `from` on; nothing for a window without any. */
  windows(metric: MetricId, query: WindowQuery): readonly (Datapoints | undefined)[];
  list(): readonly StoredMetric[];
  /** Units in which data of a metric were put. */
  units(metric: MetricId): readonly string[];
  /** Makes old data coarser and forgets those that are older still. */
  trim(now: Date): void;
}

/** How data are kept. */
export interface PutOptions {
  readonly unit: string;
  /** Seconds that are kept as one: 1 or 60. */
  readonly resolution: number;
}

/** A row of windows. */
export interface WindowQuery {
  readonly from: Date;
  /** Seconds. */
  readonly period: number;
  readonly count: number;
  readonly unit?: string | undefined;
}

const MOST_METRICS = 10_000;

/** Makes an empty store. */
export function createMetricStore(): MetricStore {
  const metrics = new Map<string, { readonly metric: MetricId; readonly byUnit: Map<string, Series> }>();
  const seriesOf = (metric: MetricId, unit: string | undefined): readonly Series[] => {
    const byUnit = metrics.get(metricKey(metric))?.byUnit;
    if (!byUnit) return [];
    if (unit === undefined) return [...byUnit.values()];
    const series = byUnit.get(unit);
    return series ? [series] : [];
  };

  return {
    put(metric, points, { unit, resolution }) {
      const key = metricKey(metric);
      let known = metrics.get(key);
      if (!known) {
        if (metrics.size >= MOST_METRICS) return false;
        known = { metric, byUnit: new Map() };
        metrics.set(key, known);
      }
      let series = known.byUnit.get(unit);
      if (!series) known.byUnit.set(unit, (series = createSeries()));
      series.put(points, resolution * 1000);
      return true;
    },

    windows(metric, { from, period, count, unit }) {
      const start = from.getTime();
      const length = period * 1000;
      const found: (Datapoints | undefined)[] = Array.from({ length: count });
      for (const series of seriesOf(metric, unit)) {
        for (const points of series.between(start, start + count * length)) {
          const index = Math.floor((points.start - start) / length);
          const before = found[index];
          found[index] = before ? merge(before, points) : { ...points, start: start + index * length };
        }
      }
      return found;
    },

    list: () =>
      [...metrics.values()].map(({ metric, byUnit }) => ({
        metric,
        lastAt: new Date(Math.max(...Array.from(byUnit.values(), (series) => series.lastAt()))),
      })),

    units: (metric) => [...(metrics.get(metricKey(metric))?.byUnit.keys() ?? [])],

    trim(now) {
      for (const [key, { byUnit }] of metrics) {
        for (const [unit, series] of byUnit) {
          series.trim(now.getTime());
          if (series.size() === 0) byUnit.delete(unit);
        }
        if (byUnit.size === 0) metrics.delete(key);
      }
    },
  };
}
