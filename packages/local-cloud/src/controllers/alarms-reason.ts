import type { AlarmState } from '../store/records/cloudwatch.ts';
import type { AlarmRule, Verdict } from './alarms-judge.ts';

const OPERATOR = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
} as const;

/** Why an alarm goes into a state, in CloudWatch's own words. */
export function stateReason(rule: AlarmRule, verdict: Verdict, after: AlarmState): string {
  const { decisive, filled } = verdict;
  if (after === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${plural(filled, 'datapoint')} ${filled === 1 ? 'was' : 'were'} unknown.`;
  }
  const treated = treatment(rule, filled);
  if (decisive.length === 0) {
    return `Threshold Crossed: no datapoints were received for ${plural(filled, 'period')}${treated && ` and ${treated}`}.`;
  }
  const { evaluationPeriods: periods, datapointsToAlarm: needed } = rule;
  const shown = decisive.map(({ value, at }) => `${decimal(value)} (${stamp(at)})`);
  const verb = decisive.length === 1 ? 'was' : 'were';
  const side = after === 'ALARM' ? '' : 'not ';
  const minimum = after === 'ALARM' ? needed : periods - needed + 1;
  const count =
    treated === ''
      ? `${decisive.length} out of the last ${periods} datapoints`
      : plural(decisive.length, 'datapoint');
  const crossed = `${count} [${shown.join(', ')}] ${verb} ${side}${OPERATOR[rule.comparison]} the threshold (${decimal(rule.threshold)})`;
  return treated === ''
    ? `Threshold Crossed: ${crossed} (minimum ${plural(minimum, 'datapoint')} for ${after === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK'} transition).`
    : `Threshold Crossed: ${crossed} and ${treated}.`;
}

/** What DescribeAlarms shows as `StateReasonData`. */
export function stateReasonData(
  rule: AlarmRule,
  verdict: Verdict,
  query: {
    readonly at: Date;
    readonly from: Date;
    readonly statistic?: string | undefined;
    readonly period: number;
  },
): string {
  const { decisive } = verdict;
  return JSON.stringify({
    version: '1.0',
    queryDate: amazonTime(query.at),
    startDate: amazonTime(query.from),
    ...(query.statistic === undefined ? {} : { statistic: query.statistic }),
    period: query.period,
    recentDatapoints: decisive.map(({ value }) => value).toReversed(),
    threshold: rule.threshold,
    evaluatedDatapoints: decisive.map(({ at, value }) => ({ timestamp: amazonTime(at), value })),
  });
}

/** `2026-11-21T10:00:00.000+0000`, as the JSON of alarms has times. */
function amazonTime(time: Date): string {
  return time.toISOString().replace('Z', '+0000');
}

function treatment({ treatMissingData }: AlarmRule, filled: number): string {
  if (filled === 0 || (treatMissingData !== 'breaching' && treatMissingData !== 'notBreaching')) return '';
  const as = treatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching';
  return `${plural(filled, 'missing datapoint')} ${filled === 1 ? 'was' : 'were'} treated as [${as}]`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A whole number is shown with `.0`. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** `21/11/26 10:00:00` */
function stamp(time: Date): string {
  const [, year, month, day, clock] = /^\d\d(\d\d)-(\d\d)-(\d\d)T([\d:]{8})/.exec(time.toISOString()) ?? [];
  return `${day}/${month}/${year} ${clock}`;
}
