import type { AlarmComparison, AlarmState, MissingData } from '../store/records/cloudwatch.ts';

/** What an alarm is judged by. */
export interface AlarmRule {
  readonly threshold: number;
  readonly comparison: AlarmComparison;
  /** N: how many points are looked at. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingData;
}

/** One period's value; nothing where no data came. */
export interface AlarmPoint {
  readonly at: Date;
  readonly value: number | undefined;
}

/** A point that has a value. */
export type RealPoint = AlarmPoint & { readonly value: number };

/** What the points say. */
export interface Verdict {
  /** Nothing: the alarm stays in the state it is in. */
  readonly state: AlarmState | undefined;
  /** The points that decided it, newest first. */
  readonly decisive: readonly RealPoint[];
  /** Periods without data that were taken into account. */
  readonly filled: number;
}

/** More periods than are evaluated are looked at, so that late data do not leave an alarm without any. */
export function evaluationRange(evaluationPeriods: number): number {
  return evaluationPeriods + 2;
}

/**
 * Judges the points of an evaluation range, oldest first, as "Configuring how CloudWatch alarms treat missing data"
 * of the CloudWatch User Guide has it: real points count as far back as the range goes, and what is missing is made
 * up only where there are fewer of them than periods.
 */
export function judge(rule: AlarmRule, points: readonly AlarmPoint[]): Verdict {
  const { evaluationPeriods, datapointsToAlarm } = rule;
  const real = points.filter(isReal);
  const recent = real.slice(-evaluationPeriods).toReversed();
  const breaching = recent.filter((point) => breaches(rule, point.value));
  const filled = evaluationPeriods - recent.length;
  if (filled === 0) {
    return breaching.length >= datapointsToAlarm
      ? { state: 'ALARM', decisive: breaching, filled }
      : { state: 'OK', decisive: recent.filter((point) => !breaching.includes(point)), filled };
  }
  return { state: judgeSparse(rule, points, recent, breaching.length), decisive: recent, filled };
}

/** Whether a value is beyond the threshold. */
function breaches(rule: Pick<AlarmRule, 'threshold' | 'comparison'>, value: number): boolean {
  switch (rule.comparison) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= rule.threshold;
    case 'GreaterThanThreshold':
      return value > rule.threshold;
    case 'LessThanThreshold':
      return value < rule.threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= rule.threshold;
  }
}

function judgeSparse(
  rule: AlarmRule,
  points: readonly AlarmPoint[],
  recent: readonly RealPoint[],
  breaching: number,
): AlarmState | undefined {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = rule;
  const missing = evaluationPeriods - recent.length;
  switch (treatMissingData) {
    case 'breaching':
      return breaching + missing >= datapointsToAlarm ? 'ALARM' : 'OK';
    case 'notBreaching':
      return breaching >= datapointsToAlarm ? 'ALARM' : 'OK';
    case 'ignore':
      if (breaching >= datapointsToAlarm) return 'ALARM';
      return breaching < recent.length ? 'OK' : undefined;
    case 'missing':
      if (breaching >= datapointsToAlarm) return 'ALARM';
      if (recent.length === 0) return 'INSUFFICIENT_DATA';
      if (breaching < recent.length) return 'OK';
      // All there is breaches. A point that is old enough decides; a fresh one waits for those that follow it.
      return ageOfOldest(points) >= datapointsToAlarm ? 'ALARM' : undefined;
  }
}

/** The newest period is 1. */
function ageOfOldest(points: readonly AlarmPoint[]): number {
  const oldest = points.findIndex(isReal);
  return oldest < 0 ? 0 : points.length - oldest;
}

function isReal(point: AlarmPoint): point is RealPoint {
  return point.value !== undefined;
}
