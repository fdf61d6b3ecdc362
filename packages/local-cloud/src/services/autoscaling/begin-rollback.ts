import type { LocalCloud } from '../../cloud.ts';
import type { GroupRecord, InstanceRefreshRecord } from '../../store/records/auto-scaling.ts';
import { isCounted } from './members.ts';
import { releaseGroup } from './instance-refreshes.ts';

/** Turns a refresh round: from here on it replaces the instances that came since it began, by the group's template. */
export function beginRollback(
  cloud: LocalCloud,
  group: GroupRecord,
  refresh: InstanceRefreshRecord,
  reason: string,
): void {
  const original = new Set(refresh.originalIds);
  const { percentageComplete, instancesToUpdate } = refresh;
  const began = refresh.status !== 'Pending';
  const outdatedIds = group.instances
    .filter((member) => began && isCounted(member) && !original.has(member.instanceId))
    .map(({ instanceId }) => instanceId);
  releaseGroup(cloud, group.id);
  cloud.tables.instanceRefreshes.update(refresh.id, {
    status: 'RollbackInProgress',
    statusReason: undefined,
    outdatedIds,
    checkpoint: undefined,
    progress: { done: '', at: cloud.now() },
    rollback: {
      reason,
      startedAt: cloud.now(),
      percentageComplete,
      instancesToUpdate,
      instances: outdatedIds.length,
    },
  });
  cloud.poke();
}
