import { RollbackInstanceRefreshCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { beginRollback } from '../begin-rollback.ts';
import { irreversible, requireActiveRefresh } from '../instance-refreshes.ts';
import { requireGroup } from '../require-group.ts';

/** RollbackInstanceRefresh: replaces what the refresh has launched so far by what the group had before. */
export const route: Route = on(RollbackInstanceRefreshCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const refresh = requireActiveRefresh(cloud, group.id);
  const reason = irreversible(group, refresh.desiredTemplate);
  if (reason !== undefined) {
    throw new AwsError(
      'IrreversibleInstanceRefresh',
      `The instance refresh cannot be rolled back because ${reason}.`,
    );
  }
  if (refresh.status === 'Cancelling') {
    throw new AwsError(
      'ActiveInstanceRefreshNotFound',
      `The instance refresh ${refresh.id} is being cancelled and cannot be rolled back.`,
    );
  }
  if (refresh.status !== 'RollbackInProgress') {
    beginRollback(cloud, group, refresh, 'Rollback was requested by the user.');
  }
  return { InstanceRefreshId: refresh.id };
});
