import type { RetainRule, Schedule, Tag } from '@aws-sdk/client-dlm';
import type { Retention, SnapshotScheduleRecord } from '../../store/records/dlm.ts';
import type { Tags } from '../../store/records/ec2.ts';
import { invalidRequest, unsupported } from './dlm-errors.ts';
import { nextRun } from './next-run.ts';

const INTERVALS = [1, 2, 3, 4, 6, 8, 12, 24];
const UNITS = ['DAYS', 'WEEKS', 'MONTHS', 'YEARS'] as const;

/** A schedule of a policy, checked. Without a time of the day it counts from now. */
export function readSchedule(schedule: Schedule, now: Date): SnapshotScheduleRecord {
  refuseUnsupported(schedule);
  const { Name: name = '', CopyTags: copyTags = false, TagsToAdd, CreateRule = {} } = schedule;
  if (name === '' || name.length > 120) {
    throw invalidRequest('The name of a schedule must have 1 to 120 characters.');
  }
  const { Interval: everyHours = 0, IntervalUnit: unit = 'HOURS', Times = [], CronExpression } = CreateRule;
  if (CronExpression !== undefined) throw unsupported('CronExpression', 'use Interval, in hours');
  if (unit !== 'HOURS' || !INTERVALS.includes(everyHours)) {
    throw invalidRequest(`The interval of a schedule must be one of ${INTERVALS.join(', ')} HOURS.`);
  }
  const [time = now.toISOString().slice(11, 16), ...more] = Times;
  if (more.length > 0 || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) {
    throw invalidRequest(`Times must hold one time of the form hh:mm, not '${Times.join(', ')}'.`);
  }
  return {
    name,
    copyTags,
    tagsToAdd: readTags(TagsToAdd),
    everyHours,
    time,
    retain: readRetention(schedule.RetainRule),
    nextRunAt: nextRun({ everyHours, time }, now),
  };
}

/** Tags in the form that EC2's have here. */
export function readTags(tags: readonly Tag[] | undefined): Tags {
  const read = Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
  for (const key of Object.keys(read)) {
    if (key === '' || /[\\=]/.test(key)) throw invalidRequest(`'${key}' is not a valid tag key.`);
  }
  return read;
}

function readRetention({ Count: count, Interval: interval, IntervalUnit }: RetainRule = {}): Retention {
  if (count !== undefined && interval === undefined) {
    if (count >= 1 && count <= 1000) return { count };
    throw invalidRequest(`The count of a retain rule must be from 1 to 1000, not ${count}.`);
  }
  const unit = UNITS.find((name) => name === IntervalUnit);
  if (count === undefined && interval !== undefined && interval >= 1 && unit !== undefined) {
    return { interval, unit };
  }
  throw invalidRequest('A retain rule must have Count, or Interval and IntervalUnit.');
}

function refuseUnsupported(schedule: Schedule): void {
  const rules = [
    'VariableTags',
    'FastRestoreRule',
    'CrossRegionCopyRules',
    'ShareRules',
    'DeprecateRule',
    'ArchiveRule',
  ] as const;
  for (const rule of rules) {
    const value = schedule[rule];
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) {
      throw unsupported(rule, 'leave it out');
    }
  }
  if ((schedule.CreateRule?.Scripts ?? []).length > 0) throw unsupported('Scripts', 'leave it out');
  const location = schedule.CreateRule?.Location ?? 'CLOUD';
  if (location !== 'CLOUD') throw unsupported(`The location ${location}`, 'use CLOUD');
}
