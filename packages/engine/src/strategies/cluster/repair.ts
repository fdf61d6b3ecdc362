import { formatDuration } from '../../model/duration.ts';
import type { ReleaseId } from '../../model/release.ts';
import type { Because } from '../../model/rollout.ts';
import { isLate, isGivenUp, lastLaunched } from './member-deadline.ts';
import { bringUp, endStrays } from './member-path.ts';
import { together } from './cluster-task.ts';
import type { ClusterDecision, ClusterTask } from './cluster-task.ts';
import type { MemberView } from './member-view.ts';
import { isChosen, takeOut } from './take-out.ts';

/** Where members are to come to. */
export interface Goals {
  /** Undefined: it is left as it is. */
  of(view: MemberView): ReleaseId | undefined;
  /** What becomes of it all when a member that was launched for its goal does not come up. */
  late(because: Because): ClusterDecision;
}

/**
 * Lets by when every member that has a goal is up. What is down is brought up, and nothing else is taken out until it
 * is. To bring up members that do not run takes nothing from the cluster, so they come side by side; one that runs and
 * is not up goes when all others are on their feet, and alone.
 */
export function repair(task: ClusterTask, goals: Goals): ClusterDecision | undefined {
  const down = task.members.flatMap((view) => {
    const goal = goals.of(view);
    return view.up || goal === undefined ? [] : [{ view, goal }];
  });
  const late = down.find(({ view, goal }) => lastLaunched(task, view) === goal && isLate(task, view));
  if (late !== undefined) return goals.late(notHealthy(task, late.view));

  const chosen = down.filter(
    ({ view }) => isChosen(task, view) && view.instance?.state === 'running' && !view.out,
  );
  const sick = down.filter((one) => !chosen.includes(one) && isGivenUp(task, one.view, one.goal));
  const onTheWay = down.filter((one) => !chosen.includes(one) && !sick.includes(one));
  const steps = inTurn(task, onTheWay).flatMap(({ view, goal }) => bringUp(task, view, goal) ?? []);
  // Beside a member that is up nobody runs, either.
  const strays = task.members.flatMap((view) =>
    view.up && goals.of(view) !== undefined ? (endStrays({ task, view }) ?? []) : [],
  );
  const [next] = [...chosen, ...(onTheWay.length === 0 ? sick : [])];
  // One that is being told to go is not kept waiting by another that is down: whether it may go is asked there.
  if (next !== undefined) steps.push(takeOut(task, next.view));
  return together([...steps, ...strays]);
}

/** Those that come up now: a cluster may be founded by one member after the other. On data that know the others none can do without them. */
function inTurn<T extends { readonly view: MemberView }>(
  { founding, rollout }: ClusterTask,
  down: readonly T[],
): readonly T[] {
  if (!founding || rollout.settings.bootstrap !== 'one-at-a-time') return down;
  const written = down.filter(({ view }) => view.volumes.some(({ seen }) => seen?.formatted === true));
  return written.length > 0 ? written : down.slice(0, 1);
}

/** Why a member that was launched counts as failed. */
function notHealthy({ rollout }: ClusterTask, { name, word, instance }: MemberView): Because {
  const detail = word?.detail ?? instance?.reason ?? 'nothing was heard of it';
  const after = formatDuration(rollout.settings.strategy.healthyDeadline);
  return { kind: 'member-not-healthy', member: name, after, detail };
}
