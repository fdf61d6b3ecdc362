import type { LocalCloud } from '../../cloud.ts';
import type { AlarmRecord, MetricStatRecord } from '../../store/records/cloudwatch.ts';
import { evaluateQuery, evaluateStat, type Windows } from './evaluate-query.ts';
import type { Values } from './expression.ts';

/** Every metric that an alarm looks at. */
export function watchedStats({ watched }: AlarmRecord): readonly MetricStatRecord[] {
  if (watched.kind === 'metric') return [watched.stat];
  return watched.queries.flatMap(({ source }) => (source.kind === 'metric' ? [source.stat] : []));
}

/** The period of an alarm, in seconds: of its metric, or the longest of its query's. */
export function watchedPeriod(alarm: AlarmRecord): number {
  return Math.max(...watchedStats(alarm).map(({ period }) => period));
}

/** How often an alarm is evaluated, in milliseconds: every minute, or every ten seconds where its period is shorter. */
export function evaluationStepMs(alarm: AlarmRecord): number {
  return watchedPeriod(alarm) >= 60 ? 60_000 : 10_000;
}

/** What an alarm compares with its threshold. */
export function watchedValues(cloud: LocalCloud, { watched }: AlarmRecord, windows: Windows): Values {
  if (watched.kind === 'metric') return evaluateStat(cloud, watched.stat, windows);
  const id = watched.queries.find(({ returnData }) => returnData)?.id ?? '';
  return evaluateQuery(cloud, watched.queries, id, windows);
}
