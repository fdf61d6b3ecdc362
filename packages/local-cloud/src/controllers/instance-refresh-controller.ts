import type { LocalCloud } from '../cloud.ts';
import { beginRollback } from '../services/autoscaling/begin-rollback.ts';
import { alarmsInAlarm } from '../services/cloudwatch/alarms-in-alarm.ts';
import { endRefresh, isRefreshing, releaseGroup } from '../services/autoscaling/instance-refreshes.ts';
import { isActive } from '../services/autoscaling/processes.ts';
import type { GroupRecord, InstanceRefreshRecord } from '../store/records/auto-scaling.ts';
import { beginRefresh } from './instance-refresh-begin.ts';
import { replaceInstances } from './instance-refresh-replace.ts';
import type { Controller } from './loop.ts';

/**
 * Carries the groups' instance refreshes. The groups controller launches and drains as ever; this one decides when
 * a member has to go and how many more than desired there may be. It decides anew from the records on every tick.
 */
export function createInstanceRefreshController(cloud: LocalCloud): Controller {
  return {
    tick: async () => {
      for (const refresh of [...cloud.tables.instanceRefreshes.values()].filter(isRefreshing)) {
        const group = cloud.tables.groups.get(refresh.groupName);
        if (!group || group.status !== undefined) continue;
        try {
          advance(cloud, group, refresh);
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          cloud.log('instance refresh failed', { group: group.id, error: message });
        }
      }
      releaseEnded(cloud);
    },
  };
}

function advance(cloud: LocalCloud, group: GroupRecord, refresh: InstanceRefreshRecord): void {
  if (refresh.status === 'Cancelling') {
    if (isSettled(group)) endRefresh(cloud, refresh, 'Cancelled', refresh.statusReason);
    return;
  }
  if (!isActive(group, 'InstanceRefresh')) return;
  if (refresh.status === 'Pending') {
    beginRefresh(cloud, group, refresh);
    return;
  }
  if (refresh.status === 'RollbackInProgress') {
    const outcome = replaceInstances(cloud, group, refresh);
    if (outcome.kind === 'replaced') endRefresh(cloud, refresh, 'RollbackSuccessful');
    if (outcome.kind === 'stuck') endRefresh(cloud, refresh, 'RollbackFailed', outcome.reason);
    return;
  }
  const [alarm] = alarmsInAlarm(cloud, refresh.preferences.alarms);
  if (alarm !== undefined) {
    fail(cloud, group, refresh, `The CloudWatch alarm ${alarm} is in the ALARM state.`);
  } else if (refresh.status === 'Baking') {
    bake(cloud, group, refresh);
  } else {
    const outcome = replaceInstances(cloud, group, refresh);
    if (outcome.kind === 'replaced') bake(cloud, group, refresh);
    if (outcome.kind === 'stuck') fail(cloud, group, refresh, outcome.reason);
  }
}

function bake(cloud: LocalCloud, group: GroupRecord, refresh: InstanceRefreshRecord): void {
  const now = cloud.now();
  const since = refresh.bakingSince ?? now;
  if (now.getTime() - since.getTime() < refresh.preferences.bakeTime * 1000) {
    if (refresh.status === 'Baking') return;
    const statusReason = `Waiting for the bake time of ${refresh.preferences.bakeTime} seconds.`;
    cloud.tables.instanceRefreshes.update(refresh.id, { status: 'Baking', statusReason, bakingSince: now });
    return;
  }
  const { desiredTemplate: launchTemplate } = refresh;
  if (launchTemplate) {
    const source = { launchTemplate, launchConfigurationName: undefined };
    cloud.tables.groups.update(group.id, { ...source, launchBackoff: undefined });
  }
  endRefresh(cloud, refresh, 'Successful');
}

function fail(cloud: LocalCloud, group: GroupRecord, refresh: InstanceRefreshRecord, reason: string): void {
  if (refresh.preferences.autoRollback) beginRollback(cloud, group, refresh, reason);
  else endRefresh(cloud, refresh, 'Failed', reason);
}

/** Whether no launch and no termination is under way. */
function isSettled(group: GroupRecord): boolean {
  return !group.instances.some(({ lifecycleState }) => /^(?:Pending|Terminating)/.test(lifecycleState));
}

/** A kill may have come between the end of a refresh and the release of its group. */
function releaseEnded(cloud: LocalCloud): void {
  for (const { id, refresh } of cloud.tables.groups.values()) {
    const record = refresh && cloud.tables.instanceRefreshes.get(refresh.refreshId);
    if (refresh && !(record && isRefreshing(record))) releaseGroup(cloud, id);
  }
}
