import type { LocalCloud } from '../../cloud.ts';
import type { MetricQueryRecord, MetricStatRecord } from '../../store/records/cloudwatch.ts';
import { evaluateExpression, parseExpression, type Values } from './expression.ts';
import { summarise } from './statistic.ts';

/** A row of windows that a query is evaluated for. */
export interface Windows {
  readonly from: Date;
  /** Seconds. */
  readonly period: number;
  readonly count: number;
}

/** The values of one metric. */
export function evaluateStat(cloud: LocalCloud, stat: MetricStatRecord, windows: Windows): Values {
  const found = cloud.metrics.windows(stat.metric, { ...windows, unit: stat.unit });
  return found.map((points) => points && summarise(points, stat.statistic));
}

/** The values of the line `id` of a query. */
export function evaluateQuery(
  cloud: LocalCloud,
  queries: readonly MetricQueryRecord[],
  id: string,
  windows: Windows,
): Values {
  const source = queries.find((query) => query.id === id)?.source;
  if (!source) return Array.from({ length: windows.count });
  if (source.kind === 'metric') return evaluateStat(cloud, source.stat, windows);
  return evaluateExpression(
    parseExpression(source.expression),
    (name) => evaluateQuery(cloud, queries, name, windows),
    windows.count,
  );
}
