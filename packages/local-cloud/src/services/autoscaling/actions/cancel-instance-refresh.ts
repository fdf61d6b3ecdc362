import { CancelInstanceRefreshCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { endRefresh, releaseGroup, requireActiveRefresh } from '../instance-refreshes.ts';
import { requireGroup } from '../require-group.ts';

const REASON = 'Cancelled due to user request.';

/** CancelInstanceRefresh: what was replaced stays; unless told otherwise it waits for what is under way. */
export const route: Route = on(CancelInstanceRefreshCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const refresh = requireActiveRefresh(cloud, group.id);
  if (input.WaitForTransitioningInstances === false) {
    endRefresh(cloud, refresh, 'Cancelled', REASON);
  } else {
    releaseGroup(cloud, group.id);
    cloud.tables.instanceRefreshes.update(refresh.id, { status: 'Cancelling', statusReason: REASON });
    cloud.poke();
  }
  return { InstanceRefreshId: refresh.id };
});
