import {
  BatchPutScheduledUpdateGroupActionCommand,
  type FailedScheduledUpdateGroupActionRequest,
} from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { readScheduledAction } from '../read-scheduled-action.ts';
import { requireGroup } from '../require-group.ts';

/** BatchPutScheduledUpdateGroupAction: those that are wrong are reported, the others are put. */
export const route: Route = on(BatchPutScheduledUpdateGroupActionCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const failed: FailedScheduledUpdateGroupActionRequest[] = [];
  for (const request of input.ScheduledUpdateGroupActions ?? []) {
    try {
      cloud.tables.scheduledActions.put(readScheduledAction(cloud, group, request));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({
        ScheduledActionName: request.ScheduledActionName,
        ErrorCode: error.code,
        ErrorMessage: error.message,
      });
    }
  }
  return { FailedScheduledUpdateGroupActions: failed };
});
