import { formatDuration } from '../../model/duration.ts';
import type { ObservedCluster } from '../../model/observed-cluster.ts';
import type { Because } from '../../model/rollout.ts';
import { after } from '../moments.ts';
import { openTests } from '../ask-tests.ts';
import { isFailure } from '../guarded.ts';
import { reasonOf } from '../reason-of.ts';
import { carryOnChecks, passAlways, testsSeen } from './cluster-checks.ts';
import type { ClusterRollout } from './cluster-rollout.ts';
import { clusterTask, firstRule, wait } from './cluster-task.ts';
import type { ClusterDecision, ClusterRule, ClusterTask } from './cluster-task.ts';
import { heal } from './heal.ts';
import { hooksAfterMember, markFormatted, passStep, stayHealthy } from './member-steps.ts';
import { nextMember } from './next-member.ts';
import { prepareCluster, publish, refuseDowngrade, snapshotFirst } from './prepare-cluster.ts';
import { putBack } from './put-back-members.ts';
import { repair } from './repair.ts';
import { restore } from './restore.ts';
import { retireOld } from './retire-old.ts';
import { settleCluster } from './settle-cluster.ts';
import { swapsBack, swapsForward } from './swap-volumes.ts';

/**
 * The members of a cluster come to a release one after the other, each on its interface and its volumes, and only while
 * the cluster can spare it. How far it is is read from the cloud, so that whoever goes on with it may be anybody. The
 * first release of a cluster takes the same way: there is merely nobody yet who has to be taken out.
 */
export function oneAtATime(observed: ObservedCluster, rollout: ClusterRollout, now: Date): ClusterDecision {
  const task = clusterTask(observed, rollout, now);
  const { kind } = rollout;
  const ways = { deploy: moving, rollback: moving, heal: healing, restore: restoring };
  return carryOnChecks(ways[kind](task), task);
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
  retireOld,
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
  const decision = openTests(testsSeen(task.rollout)) ??
    passAlways(task) ??
    firstRule(task, forward) ?? { kind: 'done' };
  const idle = tooLong(task, decision);
  const because = decision.kind === 'turn-back' ? decision.because : idle;
  if (because === undefined) return decision;
  if (!settings.strategy.autoRollback && isFailure(because))
    return { kind: 'hold', why: 'failed', reason: reasonOf(because) };
  return turnBack(because);
}

/** There is no release to go back to: whatever stands in its way, what was mended stays so. */
function healing(task: ClusterTask): ClusterDecision {
  const { told, interrupted, recovering } = task.rollout;
  if (told.aborted !== undefined) return stop({ kind: 'aborted', ...told.aborted });
  if (interrupted) return stop({ kind: 'interrupted' });
  if (recovering) return stop({ kind: 'killed' });
  const decision = heal(task);
  const because = decision.kind === 'turn-back' ? decision.because : tooLong(task, decision);
  return because === undefined ? decision : stop(because);
}

/** What stands in its way waits for a person, who has it tried again or puts the data back that were there. */
function restoring(task: ClusterTask): ClusterDecision {
  const { told, interrupted, recovering, turnedBack, acts } = task.rollout;
  if (turnedBack === undefined) {
    if (told.aborted !== undefined) return turnBack({ kind: 'aborted', ...told.aborted });
    if (interrupted) return turnBack({ kind: 'interrupted' });
    if (recovering && !task.fresh) return wait('a look that shows everything that was done');
    // Once all data are replaced somebody may have written to them.
    if (recovering && swapsForward(task).length > 0) return turnBack({ kind: 'killed' });
    if (told.paused && acts.length === 0) return { kind: 'hold', why: 'paused', reason: 'it is paused' };
  }
  const decision = restore(task);
  const because = decision.kind === 'turn-back' ? decision.because : tooLong(task, decision);
  const stopped = decision.kind === 'stop' ? decision.reason : undefined;
  const reason = because === undefined ? stopped : reasonOf(because);
  if (reason === undefined) return decision;
  if (acts.length === 0) return { kind: 'stop', reason };
  if (turnedBack === undefined || swapsBack(task).length > 0) return { kind: 'hold', why: 'failed', reason };
  const { environment } = task.observed.environment;
  const next = `\`imago heal ${environment}\` brings up what is not up`;
  return { kind: 'stop', reason: `${reason}; each member has the volumes that it had: ${next}` };
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
