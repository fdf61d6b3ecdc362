import { EnableAlarmActionsCommand } from '@aws-sdk/client-cloudwatch';
import { on, type Route } from '../../../wire/route.ts';
import { switchActions } from '../switch-actions.ts';

/** EnableAlarmActions: the alarms are evaluated all the same; names of alarms that there are not are passed over. */
export const route: Route = on(EnableAlarmActionsCommand, (input, { cloud }) => {
  switchActions(cloud, input.AlarmNames, true);
  return {};
});
