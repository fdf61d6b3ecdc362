import { AwsError } from '../../wire/aws-error.ts';
import type { Windows } from './evaluate-query.ts';

/** Data are kept for less than this: asking for what is older costs nothing. */
const OLDEST_MS = 4 * 3_600_000;

/** The windows of a request: whole periods that begin on a multiple of the period. */
export function readWindows(
  now: Date,
  start: Date | undefined,
  end: Date | undefined,
  period: number,
): Windows {
  if (!start || !end) throw new AwsError('MissingParameter', 'StartTime and EndTime are required.');
  if (start >= end) {
    throw new AwsError(
      'InvalidParameterValue',
      'The parameter StartTime must be less than the parameter EndTime.',
    );
  }
  const length = period * 1000;
  const earliest = Math.max(start.getTime(), now.getTime() - OLDEST_MS);
  const latest = Math.min(end.getTime(), now.getTime() + OLDEST_MS);
  const from = Math.floor(earliest / length) * length;
  return { from: new Date(from), period, count: Math.max(0, Math.ceil((latest - from) / length)) };
}

/** Refuses a period that CloudWatch does not sum up over. */
export function requirePeriod(period: number | undefined): number {
  if (period !== undefined && ([1, 5, 10, 20, 30].includes(period) || (period >= 60 && period % 60 === 0))) {
    return period;
  }
  throw new AwsError(
    'InvalidParameterValue',
    `The parameter Period ${period ?? 'null'} must be 1, 5, 10, 20, 30 or a multiple of 60.`,
  );
}
