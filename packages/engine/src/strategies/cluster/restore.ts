import type { ClusterAction } from '../../model/cluster-action.ts';
import type { ReleaseId } from '../../model/release.ts';
import { firstRule, wait } from './cluster-task.ts';
import type { ClusterDecision, ClusterTask } from './cluster-task.ts';
import { runsOn } from './heal.ts';
import { markFormatted, stayHealthy } from './member-steps.ts';
import { holderOf } from './member-view.ts';
import type { MemberView } from './member-view.ts';
import { repair } from './repair.ts';
import { orderAll, releaseAll, stopAll } from './stand-still.ts';
import { swapsBack, swapsForward } from './swap-volumes.ts';
import type { Swap } from './swap-volumes.ts';
import { takeOut } from './take-out.ts';

/**
 * Data as they were: what is restored stands still, its volumes are set aside and kept, new ones are made from the
 * snapshots, and the members come up on them. The way back gives them the volumes that they had.
 */
export function restore(task: ClusterTask): ClusterDecision {
  const { turnedBack } = task.rollout;
  const swaps = turnedBack === undefined ? swapsForward(task) : swapsBack(task);
  if (swaps.length > 0) return makeWay(task, swaps) ?? swap(task, swaps);
  const decision = firstRule(task, [
    markFormatted,
    (now) =>
      repair(now, {
        of: (view) => releaseOf(now, view),
        late: (because) => ({ kind: 'turn-back', because }),
      }),
    stayHealthy,
  ]);
  return decision ?? { kind: 'done' };
}

/** Whether every member gets other data, so that none is left that it would have to agree with. */
const isWhole = ({ members, rollout: { snapshots = {} } }: ClusterTask): boolean =>
  members.every(({ name }) => snapshots[name] !== undefined);

/** All stop at once, or one that the others can spare. Lets by when nothing holds what is to be set aside. */
function makeWay(task: ClusterTask, swaps: readonly Swap[]): ClusterDecision | undefined {
  const { observed, rollout, now, fresh, members } = task;
  const { acts, settings } = rollout;
  const whole = isWhole(task);
  const isDue = ({ name }: { readonly name: string }): boolean =>
    whole || swaps.some(({ member }) => member === name);
  const leaving = members.find((view) => isDue(view) && view.instance?.state === 'running' && !view.out);
  if (!whole && leaving !== undefined) return takeOut(task, leaving);
  const due = { ...observed, members: observed.members.filter(isDue) };
  const still = { observed: due, acts, now, fresh, stopDeadline: settings.strategy.stopDeadline };
  const standing = stopAll(still) ?? releaseAll(still);
  if (standing !== undefined) return standing;
  // One look may leave out an instance that was launched a moment ago.
  if (!fresh) return wait('a look that shows everything that was done');
  const held = swaps.flatMap(({ aside }) => aside).filter((volume) => holderOf(volume) !== undefined);
  return held.length > 0 ? wait(`${held.map(({ id }) => id).join(', ')} to be let go`) : undefined;
}

/** One thing after the other, each once the one before is seen: a member never has two volumes of one name. */
function swap({ rollout, fresh }: ClusterTask, swaps: readonly Swap[]): ClusterDecision {
  const { acts, number } = rollout;
  const actions = swaps.map(({ member, aside, back, make }): ClusterAction => {
    const ids = (aside.length > 0 ? aside : back).map(({ id }) => id);
    if (aside.length > 0) return { kind: 'set-aside-volumes', member, volumes: ids, rollout: number };
    if (back.length > 0) return { kind: 'take-back-volumes', member, volumes: ids };
    return { kind: 'prepare-member', member, restored: { snapshots: make, rollout: number } };
  });
  return orderAll({ acts, fresh }, actions) ?? wait('the volumes to be seen');
}

/** With all data anew, all come up on the release that the restore is for; else each on what it runs, or ran. */
function releaseOf(task: ClusterTask, view: MemberView): ReleaseId {
  const { turnedBack, releaseOf: before, to, from } = task.rollout;
  if (!isWhole(task)) return runsOn(task, view);
  return turnedBack === undefined ? to : (before[view.name] ?? from ?? to);
}
