import type { LocalCloud } from '../cloud.ts';
import type { StateChange } from '../services/cloudwatch/set-state.ts';
import { watchedPeriod, watchedValues } from '../services/cloudwatch/watched.ts';
import type { AlarmRecord } from '../store/records/cloudwatch.ts';
import { type AlarmPoint, type AlarmRule, evaluationRange, judge } from './alarms-judge.ts';
import { stateReason, stateReasonData } from './alarms-reason.ts';

/** The state that an alarm's data give at a time, with the reason; nothing where they change nothing. */
export function evaluateAlarm(
  cloud: LocalCloud,
  alarm: AlarmRecord,
  end: Date,
  now: Date,
): StateChange | undefined {
  const rule = ruleOf(alarm);
  const points = pointsOf(cloud, alarm, end);
  const verdict = judge(rule, points);
  const state = verdict.state ?? alarm.state;
  return {
    state,
    reason: stateReason(rule, verdict, state),
    reasonData: stateReasonData(rule, verdict, {
      at: now,
      from: verdict.decisive.at(-1)?.at ?? end,
      statistic: alarm.watched.kind === 'metric' ? alarm.watched.stat.statistic : undefined,
      period: watchedPeriod(alarm),
    }),
  };
}

/** The newest value that an alarm has seen. */
export function latestValue(cloud: LocalCloud, alarm: AlarmRecord, end: Date): number | undefined {
  return pointsOf(cloud, alarm, end).findLast(({ value }) => value !== undefined)?.value;
}

function pointsOf(cloud: LocalCloud, alarm: AlarmRecord, end: Date): readonly AlarmPoint[] {
  const period = watchedPeriod(alarm);
  const count = evaluationRange(alarm.evaluationPeriods);
  const from = new Date(end.getTime() - count * period * 1000);
  return watchedValues(cloud, alarm, { from, period, count }).map((value, index) => ({
    at: new Date(from.getTime() + index * period * 1000),
    value,
  }));
}

function ruleOf({ threshold, comparison, evaluationPeriods, ...alarm }: AlarmRecord): AlarmRule {
  return {
    threshold,
    comparison,
    evaluationPeriods,
    datapointsToAlarm: alarm.datapointsToAlarm ?? evaluationPeriods,
    treatMissingData: alarm.treatMissingData ?? 'missing',
  };
}
