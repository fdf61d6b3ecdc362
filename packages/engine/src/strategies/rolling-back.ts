import type { Action } from '../model/action.ts';
import { formatDuration } from '../model/duration.ts';
import { sideOf } from '../model/observed.ts';
import type { Decision } from './decision.ts';
import { stopRefresh } from './instance-refresh-state.ts';
import { isLate } from './replace-deadline.ts';
import { nextMove } from './replace-move.ts';
import type { Pace } from './replace-move.ts';
import { isHealthy, pictureOf } from './replace-picture.ts';
import type { Picture } from './replace-picture.ts';
import { putAtRest } from './rolling-end.ts';
import { calmDown, endings, suspendedMeanwhile } from './rolling-task.ts';
import type { RollingTask } from './rolling-task.ts';

/**
 * The same replacement the other way round, as fast as the percentages allow: no checkpoints, no gates, no hooks. What
 * is left of the old release stays, what fails goes at once, and sizes, processes and templates are as before.
 */
export function rollBack(task: RollingTask): Decision {
  const { observed, rollout, strategy, from, group, now } = task;
  const { toSide } = rollout;
  const refreshing = stopRefresh(task);
  if (refreshing !== undefined) return refreshing;
  const picture = pictureOf(observed, group, rollout, { goal: from, strategy, now });
  if (rollout.preparedAt === undefined) return finishBack(task, picture);
  if (rollout.template !== from || group.launches !== from) {
    // A refresh that was just started may not be seen yet, nor a template that was just set.
    const doubtful = strategy.engine === 'instance-refresh' || rollout.template === from;
    if (doubtful && !picture.fresh) return { kind: 'wait', reason: 'the group to show what was ordered' };
    return turnTemplate(task);
  }
  if (!picture.size.settled) return { kind: 'wait', reason: 'the group to show its new size' };
  const move = nextMove(picture, paceOf(task));
  switch (move.kind) {
    case 'resize': {
      const { capacity, atRest } = move;
      return { kind: 'act', actions: [{ kind: 'set-capacity', release: toSide, capacity, atRest }] };
    }
    case 'end':
      return calmDown(task) ?? { kind: 'act', actions: endings(toSide, move) };
    case 'held': {
      const names = picture.held.map(({ id }) => id).join(', ');
      return { kind: 'wait', reason: `standby or protection of ${names} to be lifted`, meant: true };
    }
    case 'await':
    case 'blocked':
      return awaitOld(task, picture);
    case 'replaced':
      return finishBack(task, picture);
  }
}

/** From here on the group launches the old release again. */
function turnTemplate({ rollout, from, group }: RollingTask): Decision {
  const { toSide: release } = rollout;
  return {
    kind: 'act',
    actions: [
      { kind: 'set-suspended', release, processes: suspendedMeanwhile(group) },
      { kind: 'set-template', release, template: from },
    ],
  };
}

function awaitOld(task: RollingTask, picture: Picture): Decision {
  const { rollout, from, now } = task;
  const { ready, coming, missing, outdated } = picture;
  const since = rollout.progressAt.getTime() + rollout.strategy.healthyDeadline.milliseconds;
  if (!isLate(picture, rollout, now) && now.getTime() < since) {
    const wanted = ready.length + coming.length + missing;
    return { kind: 'wait', reason: `${ready.length} of ${wanted} instances of ${from} ready` };
  }
  // Only what was to be added is missing: the cloud does not launch any more, and none is needed.
  const enough = ready.length >= picture.size.atRest.desired - picture.staying.length;
  if (enough && outdated.length === 0 && coming.length === 0) return finishBack(task, picture);
  const left = putAtRest(task, { ...picture, size: { ...picture.size, atRest: picture.capacity } });
  if (left.length > 0) return { kind: 'act', actions: left };
  const deadline = formatDuration(rollout.strategy.healthyDeadline);
  return {
    kind: 'stop',
    reason: `instances of ${from} are not healthy within ${deadline} either, so what runs is kept as it is`,
  };
}

function finishBack(task: RollingTask, picture: Picture): Decision {
  const { observed, rollout } = task;
  const kept = picture.staying.filter((instance) => !isHealthy(instance));
  if (kept.length > 0 && picture.capacity.desired > picture.size.atRest.desired) {
    // Made smaller now, the group would end a good one for it.
    const names = kept.map(({ id }) => id).join(', ');
    return { kind: 'wait', reason: `${names}, which fails and is protected, to be let go`, meant: true };
  }
  const actions: Action[] = [...putAtRest(task, picture)];
  // A rollback's template was there before it, or can be made again.
  const made = rollout.kind === 'deploy' && sideOf(observed, rollout.to)?.group === undefined;
  if (made && rollout.to !== rollout.toSide && sideOf(observed, rollout.to) !== undefined) {
    actions.push({ kind: 'remove-side', release: rollout.to });
  }
  if (actions.length > 0) return { kind: 'act', actions };
  // What is seen may be from before the rollout did anything at all.
  return picture.fresh ? { kind: 'done' } : { kind: 'wait', reason: 'everything to show as it was' };
}

const paceOf = ({ strategy }: RollingTask): Pace => ({
  batch: Number.POSITIVE_INFINITY,
  minHealthyPercentage: strategy.minHealthyPercentage,
  maxHealthyPercentage: strategy.maxHealthyPercentage,
  zoneByZone: false,
  most: Number.POSITIVE_INFINITY,
  eager: true,
});
