import type { ClusterAction } from '../model/cluster-action.ts';
import type { ObservedCluster } from '../model/observed-cluster.ts';
import type { JournalEntry } from '../model/rollout.ts';
import type { ClusterOrder, ClusterRollout, ClusterSeen } from '../strategies/cluster/cluster-rollout.ts';
import { clusterTask } from '../strategies/cluster/cluster-task.ts';
import { foldClusterJournal } from './fold-cluster-journal.ts';

/** What the loop has seen of a cluster with its own eyes; lost with the process. */
export interface ClusterSight extends ClusterSeen {
  /** When the last act was over. */
  readonly actedAt?: Date;
  /** Undefined before the first look. */
  readonly progressAt?: Date;
}

/** Before the first look. */
export const nothingSeenOfCluster: ClusterSight = {
  healthySinceOf: {},
  seenHealthyOf: {},
  ailingSinceOf: {},
  checkStates: {},
};

/** Adds a look at the cloud, beside the last sample of the cluster's own word that the sight holds. */
export function lookAtCluster(
  sight: ClusterSight,
  observed: ObservedCluster,
  rollout: ClusterRollout,
  now: Date,
): ClusterSight {
  const { members, word } = clusterTask(observed, rollout, now);
  const healthySinceOf: Record<string, Date> = {};
  const ailingSinceOf: Record<string, Date> = {};
  const seenHealthyOf: Record<string, Date> = {};
  for (const { instance, up } of members) {
    if (instance === undefined) continue;
    const { id, state } = instance;
    if (up) healthySinceOf[id] = sight.healthySinceOf[id] ?? now;
    // Where nothing was heard, nothing is known.
    else if (state === 'running' && word !== undefined) ailingSinceOf[id] = sight.ailingSinceOf[id] ?? now;
    const last = up ? now : sight.seenHealthyOf[id];
    if (last !== undefined) seenHealthyOf[id] = last;
  }
  // What comes and goes does not move on.
  const more = Object.keys(seenHealthyOf).some((id) => sight.seenHealthyOf[id] === undefined);
  const progressAt = sight.progressAt === undefined || more ? now : sight.progressAt;
  return { ...sight, healthySinceOf, ailingSinceOf, seenHealthyOf, progressAt };
}

/** A rollout of a cluster as its strategy sees it: its order, its journal folded, and what was seen. */
export function clusterRolloutOf(
  order: ClusterOrder,
  entries: readonly JournalEntry<ClusterAction>[],
  sight: ClusterSight,
  run: { readonly interrupted: boolean; readonly now: Date },
  fold: typeof foldClusterJournal = foldClusterJournal,
): ClusterRollout {
  const { lastNewsAt, ...folded } = fold(entries, order.checks);
  const { progressAt = run.now, actedAt: seen, ...eyes } = sight;
  const { actedAt: written } = folded;
  const actedAt = written !== undefined && seen !== undefined && seen > written ? seen : written;
  return {
    ...order,
    ...folded,
    ...eyes,
    ...(actedAt === undefined ? {} : { actedAt }),
    progressAt: lastNewsAt !== undefined && lastNewsAt > progressAt ? lastNewsAt : progressAt,
    interrupted: run.interrupted,
  };
}

/** The same rollout after one more look, with nothing written in between. */
export function seenAnew(rollout: ClusterRollout, sight: ClusterSight): ClusterRollout {
  const { healthySinceOf, seenHealthyOf, ailingSinceOf, progressAt = rollout.progressAt } = sight;
  return {
    ...rollout,
    healthySinceOf,
    seenHealthyOf,
    ailingSinceOf,
    progressAt: progressAt > rollout.progressAt ? progressAt : rollout.progressAt,
  };
}
