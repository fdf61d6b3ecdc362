import { launchesOf } from './attempts.ts';
import { isLate } from './member-deadline.ts';
import type { ClusterDecision, ClusterTask } from './cluster-task.ts';
import { wait } from './cluster-task.ts';
import type { MemberView } from './member-view.ts';

/**
 * Lets by when a member that runs may be taken out: the cluster says so itself, after everything that was done, and
 * enough others are up without it. To hand over leadership is something that was done: it may show that two do not reach
 * each other. A member that was never up on the instance that we gave it is missed by nobody.
 */
export function mayGo(task: ClusterTask, view: MemberView): ClusterDecision | undefined {
  const { word, fresh, rollout, members, needed, founding } = task;
  const { actedAt, checkedAt } = rollout;
  const isOlder = (time: Date | undefined): boolean =>
    time !== undefined && word !== undefined && word.at < time;
  if (word === undefined || isOlder(actedAt) || isOlder(checkedAt)) return wait("the cluster's own word");
  if (!fresh) return wait('a look that shows everything that was done');
  const others = members.filter((one) => one !== view);
  const up = others.filter((one) => one.up).length;
  // Where others are lost that we did not launch, it may be for want of them that it is not up, and they may need it.
  const blamed = up >= needed || others.every((one) => one.up || launchesOf(rollout, one.name).length > 0);
  if (!view.up && ((isLate(task, view) && blamed) || (founding && !word.quorum))) return undefined;
  if (others.length < needed) {
    const reason = `${needed} of ${members.length} members have to be up all the time, so none can be replaced`;
    return { kind: 'stop', reason };
  }
  if (!word.quorum) return wait('the cluster to have a quorum');
  if (view.up && word.alarms.length > 0) return wait(`${word.alarms.join(', ')} to be cleared`);
  if (up < needed) return wait(`${needed} members besides ${view.name} to be up, of which ${up} are`);
  const [down] = others.filter((one) => !one.up);
  if (view.up && down !== undefined) return wait(`${down.name} to be up before ${view.name} is taken out`);
  return undefined;
}
