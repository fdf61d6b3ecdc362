import { formatDuration } from '../../model/duration.ts';
import type { ObservedCluster } from '../../model/observed-cluster.ts';
import type { Because } from '../../model/rollout.ts';
import { after } from '../moments.ts';
import { reasonOf } from '../reason-of.ts';
import { carryOnChecks, passAlways } from './cluster-checks.ts';
import type { ClusterRollout } from './cluster-rollout.ts';
import { clusterTask, firstRule } from './cluster-task.ts';
import type { ClusterDecision, ClusterRule, ClusterTask } from './cluster-task.ts';
import { heal } from './heal.ts';
import { hooksAfterMember, markFormatted, passStep, stayHealthy } from './member-steps.ts';
import { nextMember } from './next-member.ts';
import { prepareCluster, publish, refuseDowngrade, snapshotFirst } from './prepare-cluster.ts';
import { putBack } from './put-back-members.ts';
import { repair } from './repair.ts';
import { restore } from './restore.ts';
import { settleCluster } from './settle-cluster.ts';

/**
 * The members of a cluster come to a release one after the other, each on its interface and its volumes, and only while
 * the cluster can spare it. How far it is is read from the cloud, so that whoever goes on with it may be anybody. The
 * first release of a cluster takes the same way: there is merely nobody yet who has to be taken out.
 */
export function oneAtATime(observed: ObservedCluster, rollout: ClusterRollout, now: Date): ClusterDecision {
  const task = clusterTask(observed, rollout, now);
  const { kind } = rollout;
  const decision = kind === 'heal' || kind === 'restore' ? mending(task) : moving(task);
  return carryOnChecks(decision, task);
}

/** The rules of the way forward, in order. */
const forward: readonly ClusterRule[] = [
  refuseDowngrade,
  prepareCluster,
  snapshotFirst,
  markFormatted,
  (task) => repair(task, { of: () => task.rollout.to, late: (because) => ({ kind: 'turn-back', because }) }),
  stayHealthy,
  hooksAfterMember,
  passStep,
  (task) => nextMember(task, task.rollout.to),
  publish,
  settleCluster,
];

function moving(task: ClusterTask): ClusterDecision {
  const { turnedBack, told, interrupted, recovering, settings } = task.rollout;
  if (turnedBack !== undefined) {
    const decision = putBack(task);
    const idle = tooLong(task, decision);
    return idle === undefined ? decision : stop(idle);
  }
  if (told.aborted !== undefined) return turnBack({ kind: 'aborted', ...told.aborted });
  if (interrupted) return turnBack({ kind: 'interrupted' });
  if (recovering) return turnBack({ kind: 'killed' });
  const decision = passAlways(task) ?? firstRule(task, forward) ?? { kind: 'done' };
  const idle = tooLong(task, decision);
  const because = decision.kind === 'turn-back' ? decision.because : idle;
  if (because === undefined) return decision;
  if (!settings.strategy.autoRollback) return { kind: 'hold', why: 'failed', reason: reasonOf(because) };
  return turnBack(because);
}

/** There is no release to go back to: whatever stands in its way, what was mended stays so. */
function mending(task: ClusterTask): ClusterDecision {
  const { told, interrupted, recovering } = task.rollout;
  if (told.aborted !== undefined) return stop({ kind: 'aborted', ...told.aborted });
  if (interrupted) return stop({ kind: 'interrupted' });
  if (recovering) return stop({ kind: 'killed' });
  const decision = task.rollout.kind === 'restore' ? restore(task) : heal(task);
  const because = decision.kind === 'turn-back' ? decision.because : tooLong(task, decision);
  return because === undefined ? decision : stop(because);
}

/** Why a wait in which nothing has moved on for too long is given up. */
function tooLong({ rollout, now }: ClusterTask, decision: ClusterDecision): Because | undefined {
  if (decision.kind !== 'wait' || decision.meant === true) return undefined;
  const { progressDeadline, minHealthyTime } = rollout.settings.strategy;
  if (now < after(after(rollout.progressAt, progressDeadline), minHealthyTime)) return undefined;
  return { kind: 'no-progress', after: formatDuration(progressDeadline), waitingFor: decision.reason };
}

const stop = (because: Because): ClusterDecision => ({ kind: 'stop', reason: reasonOf(because) });

const turnBack = (because: Because): ClusterDecision => ({ kind: 'turn-back', because });
