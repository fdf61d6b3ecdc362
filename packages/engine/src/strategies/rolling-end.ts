import type { Action } from '../model/action.ts';
import { formatDuration } from '../model/duration.ts';
import type { Capacity } from '../model/fleet.ts';
import type { Decision } from './decision.ts';
import { lastChange } from './replace-deadline.ts';
import type { Picture } from './replace-picture.ts';
import { isLeaving } from './retire-old.ts';
import { askGates, askHooks, suspendedAfterwards } from './rolling-task.ts';
import type { RollingTask } from './rolling-task.ts';
import { failedTraffic, trafficAgrees } from './traffic-gate.ts';

/** All instances are replaced: requests and gates have the last word, then what was changed for it is put back. */
export function settleRolled(task: RollingTask, picture: Picture): Decision {
  const { rollout, strategy, now } = task;
  const asked = askHooks('after-shift', task, picture.ready) ?? bake(task);
  if (asked !== undefined) return asked;
  const judged =
    askGates('end', 'end', task, picture.ready) ?? askHooks('before-retire', task, picture.ready);
  if (judged !== undefined) return judged;
  const rest = [...putAtRest(task, picture), ...retireTemplates(task)];
  if (rest.length > 0) return { kind: 'act', actions: rest };
  const told = askHooks('after-retire', task, picture.ready);
  // It has come to its end: nothing turns back any more.
  return told === undefined || told.kind === 'turn-back' ? { kind: 'done' } : told;

  function bake({ rollout: { traffic } }: RollingTask): Decision | undefined {
    const since = lastChange(rollout) ?? rollout.startedAt;
    if (trafficAgrees(rollout, since, now)) return undefined;
    const { bakeTime, healthyDeadline } = strategy;
    const late = since.getTime() + bakeTime.milliseconds + healthyDeadline.milliseconds;
    if (now.getTime() >= late) return { kind: 'turn-back', because: failedTraffic(traffic) };
    const what = rollout.probed ? 'sampled requests to succeed' : 'it to hold';
    return { kind: 'wait', reason: `${what} for ${formatDuration(bakeTime)}`, meant: true };
  }
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
  const launched = observed.sides.map(({ group }) => group?.launches);
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

export const isSameSize = (a: Capacity, b: Capacity): boolean =>
  a.min === b.min && a.desired === b.desired && a.max === b.max;
