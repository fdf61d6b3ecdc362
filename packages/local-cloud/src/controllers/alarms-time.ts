import { evaluationStepMs, watchedPeriod } from '../services/cloudwatch/watched.ts';
import type { AlarmRecord } from '../store/records/cloudwatch.ts';
import { evaluationRange } from './alarms-judge.ts';

/** Data of a period may come this much after its end. */
const LATE_MS = 1000;

/** The end of the last period to look at. */
export function evaluationEnd(alarm: AlarmRecord, now: Date): Date {
  const step = evaluationStepMs(alarm);
  return new Date(Math.floor((now.getTime() - LATE_MS) / step) * step);
}

/** After a restart an alarm keeps its state until there are new data of as many periods as it looks at. */
export function knowsTooLittle(alarm: AlarmRecord, startedAt: Date, now: Date): boolean {
  if (alarm.configuredAt >= startedAt) return false;
  const range = evaluationRange(alarm.evaluationPeriods) * watchedPeriod(alarm) * 1000;
  return now.getTime() - startedAt.getTime() < range;
}
