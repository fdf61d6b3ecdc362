import { DeleteAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { on, type Route } from '../../../wire/route.ts';
import { deleteAlarm } from '../delete-alarm.ts';
import { requireAlarm } from '../require-alarm.ts';

/** DeleteAlarms: all of them, or none where one does not exist. */
export const route: Route = on(DeleteAlarmsCommand, (input, { cloud }) => {
  for (const name of input.AlarmNames ?? []) requireAlarm(cloud, name);
  for (const name of input.AlarmNames ?? []) deleteAlarm(cloud, name);
  return {};
});
