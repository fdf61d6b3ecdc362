import type { SnapshotScheduleRecord } from '../../store/records/dlm.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The first time after `after` at which a schedule is due: every so many hours, counted from its time of the day. */
export function nextRun(
  { everyHours, time }: Pick<SnapshotScheduleRecord, 'everyHours' | 'time'>,
  after: Date,
): Date {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const offset = hours * HOUR_MS + minutes * 60_000;
  const midnight = Math.floor(after.getTime() / DAY_MS) * DAY_MS;
  const step = everyHours * HOUR_MS;
  // Intervals divide a day, so that any day's time serves to count from.
  const begun = Math.floor((after.getTime() - midnight - offset) / step);
  return new Date(midnight + offset + (begun + 1) * step);
}
