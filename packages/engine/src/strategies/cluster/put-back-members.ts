import type { ReleaseId } from '../../model/release.ts';
import { reasonOf } from '../reason-of.ts';
import { firstRule } from './cluster-task.ts';
import type { ClusterDecision, ClusterTask } from './cluster-task.ts';
import { isLate, lastLaunched } from './member-deadline.ts';
import { markFormatted, stayHealthy } from './member-steps.ts';
import type { MemberView } from './member-view.ts';
import { sentenceOfMixed } from './mixed-words.ts';
import { nextMember } from './next-member.ts';
import { repair } from './repair.ts';
import type { Goals } from './repair.ts';
import { isChosen } from './take-out.ts';

/**
 * Goes back as far as the store lets it. The member that is out is made whole in any case. Members that already run the
 * new release go back, one at a time as they came, only where the store can read what the new release wrote.
 */
export function putBack(task: ClusterTask): ClusterDecision {
  const { rollout, members } = task;
  const { from, settings, kind } = rollout;
  if (from === undefined) return { kind: 'stop', reason: unfinished(task) };
  const late: Goals['late'] = (because) => ({
    kind: 'stop',
    reason: sentenceOfMixed(task, reasonOf(because)),
  });
  // From a rollback the way back leads to what is newer.
  const whole = (kind === 'rollback' || settings.downgrade === 'allowed') && isTouched(task);
  const of = whole ? () => from : (view: MemberView) => completedOn(task, view, from);
  const decision = firstRule(task, [
    markFormatted,
    (now) => repair(now, { of, late }),
    (now) => (isTouched(now) ? stayHealthy(now) : undefined),
    (now) => (whole ? nextMember(now, from) : undefined),
  ]);
  if (decision?.kind === 'turn-back') {
    return { kind: 'stop', reason: sentenceOfMixed(task, reasonOf(decision.because)) };
  }
  if (decision !== undefined) return decision;
  const back = members.every(({ instance }) => instance === undefined || instance.release === from);
  return back ? { kind: 'done' } : { kind: 'stop', reason: sentenceOfMixed(task) };
}

/**
 * Where the member that is out comes back: on the new release, if it was started on it and has not failed there, since
 * its data may be the new release's by now; otherwise on the release before. What nobody touched is left as it is.
 */
function completedOn(task: ClusterTask, view: MemberView, from: ReleaseId): ReleaseId | undefined {
  const { to, turnedBack } = task.rollout;
  const launched = lastLaunched(task, view);
  if (launched === from) return from;
  if (launched === to) {
    if (view.up) return undefined;
    const failed = turnedBack?.kind === 'member-not-healthy' && turnedBack.member === view.name;
    const refused = turnedBack?.kind === 'refused' && turnedBack.action === 'launch-member';
    const unborn = refused && view.instance === undefined;
    return failed || unborn || isLate(task, view) || wasGivenUp(task, view) ? from : to;
  }
  if (!view.out && !isChosen(task, view) && !wasTakenOut(task, view)) return undefined;
  return view.up && !view.out ? undefined : from;
}

/** It was ordered to stop since it was launched. */
function wasGivenUp({ rollout: { acts } }: ClusterTask, { name }: MemberView): boolean {
  const last = acts.findLast(
    ({ action: { kind, ...rest } }) =>
      (kind === 'stop-member' || kind === 'launch-member') && 'member' in rest && rest.member === name,
  );
  return last?.action.kind === 'stop-member';
}

const wasTakenOut = ({ rollout: { acts } }: ClusterTask, { name }: MemberView): boolean =>
  acts.some(({ action }) => action.kind === 'stop-member' && action.member === name);

const isTouched = ({ rollout: { acts } }: ClusterTask): boolean =>
  acts.some(({ action: { kind } }) => kind === 'stop-member' || kind === 'launch-member');

const unfinished = ({ rollout }: ClusterTask): string => {
  const why = rollout.turnedBack === undefined ? '' : `${reasonOf(rollout.turnedBack)}; `;
  return `${why}what was made of ${rollout.to} is left as it is, for another deploy to go on with or for destroy`;
};
