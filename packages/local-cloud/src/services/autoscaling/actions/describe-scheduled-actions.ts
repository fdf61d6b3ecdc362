import { DescribeScheduledActionsCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { paginate } from '../../paginate.ts';

/** DescribeScheduledActions: those that have not run yet; `StartTime` is when each runs next. */
export const route: Route = on(DescribeScheduledActionsCommand, (input, { cloud }) => {
  const { AutoScalingGroupName: groupName, StartTime: from, EndTime: to } = input;
  const names = new Set(input.ScheduledActionNames);
  const actions = [...cloud.tables.scheduledActions.values()].filter(
    (action) =>
      (groupName === undefined || action.groupName === groupName) &&
      (names.size === 0 || names.has(action.name) || names.has(action.arn)) &&
      // AWS leaves the times aside when names are given.
      (names.size > 0 || ((!from || action.nextRunAt >= from) && (!to || action.nextRunAt <= to))),
  );
  const { page, nextToken } = paginate(actions, input.MaxRecords ?? 50, input.NextToken);
  return {
    ScheduledUpdateGroupActions: page.map((action) => ({
      AutoScalingGroupName: action.groupName,
      ScheduledActionName: action.name,
      ScheduledActionARN: action.arn,
      Time: action.nextRunAt,
      StartTime: action.nextRunAt,
      EndTime: action.endTime,
      Recurrence: action.recurrence,
      TimeZone: action.timeZone,
      MinSize: action.minSize,
      MaxSize: action.maxSize,
      DesiredCapacity: action.desiredCapacity,
    })),
    NextToken: nextToken,
  };
});
