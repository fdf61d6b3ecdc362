import { DeleteScheduledActionCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { requireGroup } from '../require-group.ts';

/** DeleteScheduledAction: it will not run, or not again. */
export const route: Route = on(DeleteScheduledActionCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  if (!cloud.tables.scheduledActions.delete(`${group.id}/${input.ScheduledActionName ?? ''}`)) {
    throw new AwsError('ValidationError', 'Scheduled action name not found');
  }
  return {};
});
