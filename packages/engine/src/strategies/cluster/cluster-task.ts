import type { ClusterAction } from '../../model/cluster-action.ts';
import type { ClusterHealth } from '../../model/cluster-health.ts';
import { milliseconds } from '../../model/duration.ts';
import { quorumOf } from '../../model/cluster.ts';
import type { ClusterSettings } from '../../model/cluster.ts';
import type { ObservedCluster } from '../../model/observed-cluster.ts';
import type { Decision } from '../decision.ts';
import { after, latest, lookAge, shows } from '../moments.ts';
import type { ClusterRollout } from './cluster-rollout.ts';
import { viewOf } from './member-view.ts';
import type { MemberView } from './member-view.ts';

/** What is to be done next with a cluster. */
export type ClusterDecision = Decision<ClusterAction>;

/** What the rules of a cluster look at. */
export interface ClusterTask {
  readonly observed: ObservedCluster;
  readonly rollout: ClusterRollout;
  readonly now: Date;
  /** By ordinal. */
  readonly members: readonly MemberView[];
  /** The cluster's own word, where it is young enough to be built on. */
  readonly word: ClusterHealth | undefined;
  /** Whether this look shows all that was done, however far behind it is. */
  readonly fresh: boolean;
  /** Members that stay up whatever we do. */
  readonly needed: number;
  /** Nothing was ever live here, so there is nothing to lose yet. */
  readonly founding: boolean;
}

/** A rule: what is to be done before anything after it, or undefined where it is content. */
export type ClusterRule = (task: ClusterTask) => ClusterDecision | undefined;

/** Puts together what the rules look at. */
export function clusterTask(observed: ObservedCluster, rollout: ClusterRollout, now: Date): ClusterTask {
  const { settings, health, startedAt, actedAt, from, kind } = rollout;
  const { interval, timeout } = settings.health.sampling;
  const oldest = interval.milliseconds + timeout.milliseconds + lookAge.milliseconds;
  const word = health !== undefined && now < after(health.at, milliseconds(oldest)) ? health : undefined;
  // A rollout that has just ended may have done something too.
  const fresh = shows(latest(startedAt, actedAt), observed.at);
  const members = settings.members
    .map((member) => viewOf(member, observed, rollout, { word, fresh }))
    .sort((a, b) => a.settings.ordinal - b.settings.ordinal);
  return {
    observed,
    rollout,
    now,
    members,
    word,
    fresh,
    needed: neededOf(settings),
    founding: (kind === 'deploy' || kind === 'rollback') && from === undefined,
  };
}

/**
 * How many members must be up without the one that is taken out: a majority, unless the gate says otherwise. A cluster
 * of one has nobody to spare and stands still while its member is replaced.
 */
export function neededOf({ members, health }: Pick<ClusterSettings, 'members' | 'health'>): number {
  const size = members.length;
  if (size === 1) return 0;
  if (!('quorum' in health) || health.quorum === 'majority') return quorumOf(size);
  return health.quorum === 'all' ? size - 1 : health.quorum;
}

/** What the first rule says that is not content. */
export function firstRule(task: ClusterTask, rules: readonly ClusterRule[]): ClusterDecision | undefined {
  for (const rule of rules) {
    const decision = rule(task);
    if (decision !== undefined) return decision;
  }
  return undefined;
}

/** Looks again later. */
export const wait = (reason: string): ClusterDecision => ({ kind: 'wait', reason });

/** Orders something, and gives what was ordered already the time to show. */
export function order({ rollout, fresh }: ClusterTask, action: ClusterAction): ClusterDecision {
  if (fresh || !wasOrdered(rollout, action)) return { kind: 'act', actions: [action] };
  return wait(`${action.kind} to show`);
}

/** Whether exactly this was ordered before. */
export function wasOrdered({ acts }: Pick<ClusterRollout, 'acts'>, action: ClusterAction): boolean {
  const same = JSON.stringify(action);
  return acts.some((act) => act.action.kind === action.kind && JSON.stringify(act.action) === same);
}

/** What several members need, side by side: what anybody needs done is done, and otherwise all are waited for. */
export function together(decisions: readonly ClusterDecision[]): ClusterDecision | undefined {
  const other = decisions.find(({ kind }) => kind !== 'act' && kind !== 'wait');
  if (other !== undefined) return other;
  const actions = decisions.flatMap((one) => (one.kind === 'act' ? one.actions : []));
  if (actions.length > 0) return { kind: 'act', actions };
  const waits = decisions.filter((one) => one.kind === 'wait');
  const [first] = waits;
  if (first === undefined) return undefined;
  return { ...first, checks: waits.flatMap(({ checks }) => checks ?? []) };
}
