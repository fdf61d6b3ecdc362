import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { paginate } from '../../paginate.ts';
import { renderAlarm } from '../render-alarm.ts';

/** DescribeAlarms: by name, the beginning of a name, state or the beginning of an action's ARN. */
export const route: Route = on(DescribeAlarmsCommand, (input, { cloud }) => {
  const { AlarmNamePrefix: prefix, StateValue: state, ActionPrefix: action } = input;
  if (input.ChildrenOfAlarmName !== undefined || input.ParentsOfAlarmName !== undefined) {
    throw new AwsError('ValidationError', 'The local cloud has no composite alarms.');
  }
  const names = new Set(input.AlarmNames);
  if (names.size > 0 && prefix !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Specify either AlarmNames or AlarmNamePrefix, not both.',
    );
  }
  const types = input.AlarmTypes ?? ['MetricAlarm'];
  const alarms = [...cloud.tables.alarms.values()]
    .filter(
      ({ id, actions, ...alarm }) =>
        types.includes('MetricAlarm') &&
        (names.size === 0 || names.has(id)) &&
        (prefix === undefined || id.startsWith(prefix)) &&
        (state === undefined || alarm.state === state) &&
        (action === undefined ||
          Object.values(actions)
            .flat()
            .some((arn) => arn.startsWith(action))),
    )
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const { page, nextToken } = paginate(alarms, input.MaxRecords ?? 50, input.NextToken);
  return { MetricAlarms: page.map(renderAlarm), CompositeAlarms: [], NextToken: nextToken };
});
