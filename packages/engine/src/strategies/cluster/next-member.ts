import type { ReleaseId } from '../../model/release.ts';
import { takeOut } from './take-out.ts';
import type { ClusterDecision, ClusterTask } from './cluster-task.ts';
import { isChosen } from './take-out.ts';
import { isDone } from './member-steps.ts';
import type { MemberView } from './member-view.ts';

/**
 * Takes out the next member that is up and not yet where it is to be: followers by ordinal, and whoever leads at that
 * moment last. Once its hooks have begun the choice stands.
 */
export function nextMember(task: ClusterTask, goal: ReleaseId): ClusterDecision | undefined {
  const left = task.members.filter((view) => view.up && !isDone(view, goal));
  const [next] = [
    ...left.filter((view) => isChosen(task, view)),
    ...left.filter((view) => !leads(task, view)),
    ...left,
  ];
  if (next === undefined) return undefined;
  // Nobody is missing at this point: to wait here harms nobody.
  if (task.rollout.told.paused && !isChosen(task, next)) {
    return { kind: 'hold', why: 'paused', reason: 'it is paused' };
  }
  return takeOut(task, next);
}

const leads = ({ word }: ClusterTask, { name, word: said }: MemberView): boolean =>
  said?.role === 'leader' || word?.leader === name;
