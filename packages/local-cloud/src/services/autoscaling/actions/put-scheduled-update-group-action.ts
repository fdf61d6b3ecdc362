import { PutScheduledUpdateGroupActionCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { readScheduledAction } from '../read-scheduled-action.ts';
import { requireGroup } from '../require-group.ts';

/** PutScheduledUpdateGroupAction: new sizes at a time to come, once or again and again. */
export const route: Route = on(PutScheduledUpdateGroupActionCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const request = { ...input, StartTime: input.StartTime ?? input.Time };
  cloud.tables.scheduledActions.put(readScheduledAction(cloud, group, request));
  return {};
});
