import { Cron } from 'croner';
import type { ScheduledActionRecord } from '../../store/records/auto-scaling.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** When a scheduled action runs: once at `startTime`, or by `recurrence` between `startTime` and `endTime`. */
export type Schedule = Pick<ScheduledActionRecord, 'startTime' | 'endTime' | 'recurrence' | 'timeZone'>;

/** The first time after `after` that a schedule is due; nothing when it never is again. */
export function nextRun(schedule: Schedule, after: Date): Date | undefined {
  const { startTime, endTime, recurrence } = schedule;
  const due = recurrence === undefined ? startTime : nextRecurrence(schedule, recurrence, after);
  if (!due || due <= after || (endTime && due > endTime)) return undefined;
  return due;
}

/** Refuses a recurrence that is no cron expression of five fields, or an unknown time zone. */
export function requireRecurrence(recurrence: string, timeZone: string | undefined): void {
  try {
    cron(recurrence, timeZone).nextRun();
  } catch {
    throw new AwsError(
      'ValidationError',
      timeZone !== undefined && !isTimeZone(timeZone)
        ? `Given time zone: ${timeZone} is invalid`
        : `Given recurrence string: ${recurrence} is invalid`,
    );
  }
}

function nextRecurrence(schedule: Schedule, recurrence: string, after: Date): Date | undefined {
  const { startTime, timeZone } = schedule;
  // A run at the very second of the start time counts.
  const from = startTime && startTime > after ? new Date(startTime.getTime() - 1000) : after;
  return cron(recurrence, timeZone).nextRun(from) ?? undefined;
}

function cron(recurrence: string, timeZone = 'Etc/UTC'): Cron {
  return new Cron(recurrence, { timezone: timeZone, mode: '5-part' });
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
