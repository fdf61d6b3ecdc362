import type { ScheduledUpdateGroupActionRequest } from '@aws-sdk/client-auto-scaling';
import { randomUUID } from 'node:crypto';
import type { LocalCloud } from '../../cloud.ts';
import type { GroupRecord, ScheduledActionRecord } from '../../store/records/auto-scaling.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { nextRun, requireRecurrence, type Schedule } from './schedule.ts';

/** The scheduled action that a request describes: a new one, or the one of the same name replaced. */
export function readScheduledAction(
  cloud: LocalCloud,
  group: GroupRecord,
  request: ScheduledUpdateGroupActionRequest,
): ScheduledActionRecord {
  const name = request.ScheduledActionName ?? '';
  const schedule = readSchedule(cloud, request);
  const due = nextRun(schedule, cloud.now());
  if (!due) {
    throw new AwsError('ValidationError', 'Given recurrence and end time never let the action run');
  }
  const id = `${group.id}/${name}`;
  const region = group.arn.split(':')[3] ?? cloud.region;
  return {
    id,
    arn:
      cloud.tables.scheduledActions.get(id)?.arn ??
      `arn:aws:autoscaling:${region}:${cloud.accountId}:scheduledUpdateGroupAction:${randomUUID()}:autoScalingGroupName/${group.id}:scheduledActionName/${name}`,
    groupName: group.id,
    name,
    ...schedule,
    nextRunAt: due,
    ...readSizes(request),
  };
}

function readSchedule(cloud: LocalCloud, request: ScheduledUpdateGroupActionRequest): Schedule {
  const { StartTime: startTime, EndTime: endTime, Recurrence: recurrence, TimeZone: timeZone } = request;
  if (startTime === undefined && recurrence === undefined) {
    throw new AwsError('ValidationError', 'Either StartTime or Recurrence must be specified');
  }
  if (recurrence !== undefined) requireRecurrence(recurrence, timeZone);
  if (startTime && startTime <= cloud.now()) {
    throw new AwsError('ValidationError', 'Given start time is in the past');
  }
  if (endTime && endTime <= (startTime ?? cloud.now())) {
    throw new AwsError(
      'ValidationError',
      startTime ? 'Given end time is before or the same as the start time' : 'Given end time is in the past',
    );
  }
  return {
    ...(startTime ? { startTime } : {}),
    ...(endTime ? { endTime } : {}),
    ...(recurrence === undefined ? {} : { recurrence }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

function readSizes(
  request: ScheduledUpdateGroupActionRequest,
): Pick<ScheduledActionRecord, 'minSize' | 'maxSize' | 'desiredCapacity'> {
  const { MinSize: minSize, MaxSize: maxSize, DesiredCapacity: desiredCapacity } = request;
  if (minSize === undefined && maxSize === undefined && desiredCapacity === undefined) {
    throw new AwsError(
      'ValidationError',
      'At least one of MinSize, MaxSize or DesiredCapacity must be specified',
    );
  }
  if (minSize !== undefined && maxSize !== undefined && minSize > maxSize) {
    throw new AwsError(
      'ValidationError',
      `Max bound, ${maxSize}, must be greater than or equal to min bound, ${minSize}`,
    );
  }
  return {
    ...(minSize === undefined ? {} : { minSize }),
    ...(maxSize === undefined ? {} : { maxSize }),
    ...(desiredCapacity === undefined ? {} : { desiredCapacity }),
  };
}
