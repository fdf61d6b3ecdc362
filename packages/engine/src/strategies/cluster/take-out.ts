import type { Check } from '../../model/check.ts';
import { beforeStopCheck, clusterHooks, isBegun, pass, stageOf } from './cluster-checks.ts';
import { order } from './cluster-task.ts';
import type { ClusterDecision, ClusterTask } from './cluster-task.ts';
import { mayGo } from './may-go.ts';
import type { MemberView } from './member-view.ts';

/**
 * Takes a member out that runs: where that is allowed, when it has been told, and not before it has done what it does
 * before it stops. Whether it is allowed is asked again after that: handing over leadership takes its time.
 */
export function takeOut(task: ClusterTask, view: MemberView): ClusterDecision {
  const { instance, name: member } = view;
  if (instance === undefined) return { kind: 'wait', reason: `${member} to be seen` };
  return (
    mayGo(task, view) ??
    pass(clusterHooks(task, 'before-member'), stageOf(view), task, [view]) ??
    pass(beforeStop(task, view), stageOf(view), task, [view]) ??
    order(task, { kind: 'stop-member', member, instance: instance.id, force: false })
  );
}

/** Whether what is done before a member goes has begun, so that it is this one and no other. */
export const isChosen = (task: ClusterTask, view: MemberView): boolean =>
  view.instance !== undefined &&
  isBegun(task.rollout, view, [...clusterHooks(task, 'before-member'), ...beforeStop(task, view)]);

/** The command belongs to the release that runs on the member. One that is not up has nothing to hand over. */
function beforeStop({ rollout }: ClusterTask, view: MemberView): readonly Check[] {
  const { from, settings, fromSettings } = rollout;
  const running = view.instance?.release === from ? (fromSettings ?? settings) : settings;
  if (running.beforeStop === undefined) return [];
  const check = beforeStopCheck(running.beforeStop);
  const { checkStates, checkEnds } = rollout;
  const key = `${stageOf(view)}/${check.name}`;
  const begun = checkStates[key] !== undefined || checkEnds[key] !== undefined;
  return view.up || begun ? [check] : [];
}
