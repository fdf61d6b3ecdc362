import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { on, type Route } from '../../../wire/route.ts';
import { noteHistory } from '../alarm-history.ts';
import { readAlarm } from '../read-alarm.ts';

/** PutMetricAlarm: made, or its whole configuration replaced; it is evaluated at once. */
export const route: Route = on(PutMetricAlarmCommand, (input, { cloud }) => {
  const alarm = readAlarm(cloud, input);
  const type = cloud.tables.alarms.get(alarm.id) ? 'Update' : 'Create';
  cloud.tables.alarms.put(alarm);
  noteHistory(
    cloud,
    alarm.id,
    'ConfigurationUpdate',
    `Alarm "${alarm.id}" ${type === 'Create' ? 'created' : 'updated'}`,
    { type },
  );
  cloud.poke();
  return {};
});
