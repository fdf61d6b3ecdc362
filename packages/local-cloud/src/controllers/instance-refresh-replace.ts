import type { LocalCloud } from '../cloud.ts';
import { beginTermination } from '../services/autoscaling/begin-termination.ts';
import { at } from '../services/autoscaling/causes.ts';
import { isActive } from '../services/autoscaling/processes.ts';
import type { GroupRecord, InstanceRefreshRecord } from '../store/records/auto-scaling.ts';
import { type CheckpointLimit, checkpointLimit } from './instance-refresh-checkpoints.ts';
import { instanceWarmup, observeRefresh } from './instance-refresh-facts.ts';
import { hasReached, planRefresh, type RefreshPlan } from './instance-refresh-plan.ts';

/** How a refresh stands after a step. */
export type ReplaceOutcome =
  | { readonly kind: 'replacing' }
  | { readonly kind: 'replaced' }
  | { readonly kind: 'stuck'; readonly reason: string };

/** AWS gives up when nothing could be replaced for so long. */
const PATIENCE_SECONDS = 3600;

/** Does the next step of a refresh or rollback, and notes how far it has come. */
export function replaceInstances(
  cloud: LocalCloud,
  group: GroupRecord,
  refresh: InstanceRefreshRecord,
): ReplaceOutcome {
  const now = cloud.now();
  const { desiredCapacity: desired, zones } = group;
  const { preferences } = refresh;
  const checkpoints = checkpointLimit(refresh, now);
  const members = observeRefresh(cloud, group, refresh);
  const plan = planRefresh({ desired, zones, members, preferences, limit: checkpoints.limit, now });
  const reached = checkpoints.ahead.filter((percentage) => hasReached(plan, percentage)).at(-1);
  const replaced = hasReached(plan, checkpoints.last);

  note(cloud, refresh, plan, checkpoints, reached);
  if (replaced) {
    setSurge(cloud, group, refresh, 0);
    return { kind: 'replaced' };
  }
  if (!isActive(group, 'Launch') || !isActive(group, 'Terminate')) return { kind: 'replacing' };
  // A kill between the two leaves one instance more than planned, never one less.
  for (const member of plan.terminate) {
    const cause = at(now, 'an instance was taken out of service in response to an instance refresh.');
    beginTermination(cloud, group.id, member, cause);
  }
  setSurge(cloud, group, refresh, plan.surge);
  return isStuck(cloud, group, cloud.tables.instanceRefreshes.get(refresh.id) ?? refresh, checkpoints)
    ? { kind: 'stuck', reason: plan.waitsFor ?? 'No instance could be replaced for one hour.' }
    : { kind: 'replacing' };
}

function note(
  cloud: LocalCloud,
  refresh: InstanceRefreshRecord,
  plan: RefreshPlan,
  { pausedUntil }: CheckpointLimit,
  reached: number | undefined,
): void {
  const now = cloud.now();
  const done = `${plan.updated}/${plan.remaining}`;
  const change = {
    ...progressOf(refresh, plan),
    statusReason: pausedUntil
      ? `Checkpoint of ${refresh.checkpoint?.percentage}% reached. Waiting until ${pausedUntil.toISOString()}.`
      : plan.waitsFor,
    ...(done === refresh.progress?.done ? {} : { progress: { done, at: now } }),
    ...(reached === undefined ? {} : { checkpoint: { percentage: reached, reachedAt: now } }),
  };
  const same =
    change.percentageComplete === refresh.percentageComplete &&
    change.instancesToUpdate === refresh.instancesToUpdate &&
    change.statusReason === refresh.statusReason &&
    !('progress' in change || 'checkpoint' in change);
  if (!same) cloud.tables.instanceRefreshes.update(refresh.id, change);
}

/** A rollback counts the percentage down, and leaves the other number as it found it. */
function progressOf(
  { rollback }: InstanceRefreshRecord,
  { total, updated, remaining }: RefreshPlan,
): Pick<InstanceRefreshRecord, 'percentageComplete' | 'instancesToUpdate'> {
  if (rollback) {
    const { percentageComplete, instancesToUpdate, instances } = rollback;
    const left = instances === 0 ? 0 : Math.min(1, remaining / instances);
    return { percentageComplete: Math.floor(percentageComplete * left), instancesToUpdate };
  }
  return {
    percentageComplete: total === 0 ? 100 : Math.floor((100 * updated) / total),
    instancesToUpdate: total - updated,
  };
}

function setSurge(
  cloud: LocalCloud,
  { id, refresh: before }: GroupRecord,
  refresh: InstanceRefreshRecord,
  surge: number,
): void {
  if (before?.refreshId === refresh.id && before.surge === surge) return;
  const launchTemplate = refresh.rollback ? undefined : refresh.desiredTemplate;
  cloud.tables.groups.update(id, { refresh: { refreshId: refresh.id, surge, launchTemplate } });
  cloud.poke();
}

function isStuck(
  cloud: LocalCloud,
  group: GroupRecord,
  refresh: InstanceRefreshRecord,
  { pausedUntil }: CheckpointLimit,
): boolean {
  if (pausedUntil || !refresh.progress) return false;
  const resumedAt = refresh.checkpoint
    ? refresh.checkpoint.reachedAt.getTime() + refresh.preferences.checkpointDelay * 1000
    : 0;
  const since = Math.max(refresh.progress.at.getTime(), resumedAt);
  const patience = PATIENCE_SECONDS + instanceWarmup(group, refresh);
  return cloud.now().getTime() - since >= patience * 1000;
}
