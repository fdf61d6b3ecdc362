import type { LocalCloud } from '../cloud.ts';
import { startActivity, finishActivity } from '../services/autoscaling/activities.ts';
import { at } from '../services/autoscaling/causes.ts';
import { updateSizes } from '../services/autoscaling/change-capacity.ts';
import { isActive } from '../services/autoscaling/processes.ts';
import { nextRun } from '../services/autoscaling/schedule.ts';
import type { ScheduledActionRecord } from '../store/records/auto-scaling.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Controller } from './loop.ts';

/**
 * Runs the groups' scheduled actions when they are due. One that came due while the daemon was down runs once,
 * late; one that ran for the last time is removed. Running one twice after a kill does no harm: it sets sizes.
 */
export function createScheduledActionsController(cloud: LocalCloud): Controller {
  return {
    tick: async () => {
      const now = cloud.now();
      for (const action of cloud.tables.scheduledActions.values()) {
        if (action.nextRunAt <= now) run(cloud, action, now);
      }
    },
  };
}

function run(cloud: LocalCloud, action: ScheduledActionRecord, now: Date): void {
  const group = cloud.tables.groups.get(action.groupName);
  // What comes due while the process is suspended is passed over, not made up for.
  if (group && isActive(group, 'ScheduledActions') && group.status === undefined) {
    try {
      updateSizes(cloud, group, action, 'a scheduled action');
      cloud.log('scheduled action ran', { group: group.id, action: action.name });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      reportFailure(cloud, action, now, error);
    }
  }
  const next = group && action.recurrence !== undefined ? nextRun(action, now) : undefined;
  if (next) cloud.tables.scheduledActions.update(action.id, { nextRunAt: next });
  else cloud.tables.scheduledActions.delete(action.id);
}

function reportFailure(cloud: LocalCloud, action: ScheduledActionRecord, now: Date, error: AwsError): void {
  const activity = startActivity(cloud, {
    groupName: action.groupName,
    description: `Executing scheduled action ${action.name}`,
    cause: at(now, `scheduled action ${action.name} was due.`),
    statusCode: 'InProgress',
    details: '{}',
  });
  finishActivity(cloud, activity.id, 'Failed', error.message);
}
