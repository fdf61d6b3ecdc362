import type { Action } from '../model/action.ts';
import type { Decision } from './decision.ts';
import type { Picture } from './replace-picture.ts';
import { bakeRolled } from './rolling-bake.ts';
import { isLeaving } from './retire-old.ts';
import { askHooks, suspendedAfterwards } from './rolling-task.ts';
import type { RollingTask } from './rolling-task.ts';
import { isSameSize } from './wanted-size.ts';

/** All instances are replaced: requests and gates have the last word, then what was changed for it is put back. */
export function settleRolled(task: RollingTask, picture: Picture): Decision {
  const judged =
    askHooks('after-shift', task, picture.ready) ??
    bakeRolled(task, picture) ??
    askHooks('before-retire', task, picture.ready);
  return judged ?? tidyUp(task, picture);
}

/** What is left once the rollout counts. As soon as anything older is ordered to go, there is nothing to go back to. */
export function tidyUp(task: RollingTask, picture: Picture): Decision {
  if (!picture.size.settled) return { kind: 'wait', reason: 'the group to show its new size' };
  const rest = [...putAtRest(task, picture), ...retireTemplates(task)];
  if (rest.length > 0) return { kind: 'act', actions: rest };
  const told = askHooks('after-retire', task, picture.ready);
  // It has come to its end: nothing turns back any more.
  return told === undefined || told.kind === 'turn-back' ? { kind: 'done' } : told;
}

/** Sizes and processes as they are without a replacement. */
export function putAtRest(task: RollingTask, { size, capacity }: Picture): readonly Action[] {
  const { toSide: release } = task.rollout;
  const processes = suspendedAfterwards(task);
  const actions: Action[] = [];
  if (!isSameSize(size.atRest, capacity)) {
    actions.push({ kind: 'set-capacity', release, capacity: size.atRest, atRest: size.atRest });
  }
  if (processes.length !== task.group.suspendedProcesses.length) {
    actions.push({ kind: 'set-suspended', release, processes });
  }
  return actions;
}

/** The template of the release before is kept to roll back to; what is older goes, where nothing runs on it. */
function retireTemplates({ observed, rollout, from }: RollingTask): readonly Action[] {
  const { to, toSide } = rollout;
  const launched = observed.sides.map(({ group }) =>
    group?.deleting === true ? undefined : group?.launches,
  );
  return observed.sides
    .filter(({ release }) => release !== to && release !== from && release !== toSide)
    .filter((side) => !isLeaving(side) && side.group?.deleting !== true)
    .filter(({ release, weight = 0, group }) => {
      if (weight > 0) return false;
      // Its template may be what another side's group launches from.
      return !launched.includes(release) || group?.launches === release;
    })
    .map(({ release }) => ({ kind: 'remove-side', release }));
}
