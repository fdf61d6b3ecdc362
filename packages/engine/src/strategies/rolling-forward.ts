import type { Decision } from './decision.ts';
import { isLate } from './replace-deadline.ts';
import { nextMove } from './replace-move.ts';
import type { Move, Pace } from './replace-move.ts';
import { pictureOf } from './replace-picture.ts';
import type { Picture } from './replace-picture.ts';
import { passBatch } from './rolling-batch.ts';
import { mostBeforeCheckpoint, passCheckpoint } from './rolling-checkpoints.ts';
import { settleRolled } from './rolling-end.ts';
import { askHooks, calmDown, endings, notHealthy, suspendedMeanwhile } from './rolling-task.ts';
import type { RollingTask } from './rolling-task.ts';
import { trafficBetween } from './rolling-traffic.ts';
import { atLeast, isSameSize } from './wanted-size.ts';

/** Batch after batch: new instances come, show their health and pass their gates, and old ones go for them. */
export function rollForward(task: RollingTask): Decision {
  const { observed, rollout, strategy, group, now } = task;
  const { to, toSide } = rollout;
  const picture = pictureOf(observed, group, rollout, { goal: to, strategy, now });
  const prepared = rollout.preparedAt !== undefined && group.launches === to;
  const move = nextMove(picture, paceOf(picture, task));
  if (!prepared || picture.outdated.length + picture.idle.length + picture.held.length > 0) {
    // While old and new instances stand side by side, going back is as short as going on and ends on what has worked.
    // Once all are replaced only the tidying is left, and that is gone through with: whoever takes over has yet to see
    // for how long the new ones are healthy.
    if (rollout.interrupted) return { kind: 'turn-back', because: { kind: 'interrupted' } };
    if (rollout.recovering) return { kind: 'turn-back', because: { kind: 'killed' } };
  }
  if (!prepared) return prepare(task, picture);
  if (!picture.size.settled) return { kind: 'wait', reason: 'the group to show its new size' };
  const { atRest } = picture.size;
  if (rollout.resized === undefined && !isSameSize(atRest, group.capacity)) {
    const capacity = atLeast(atRest, group.capacity);
    return { kind: 'act', actions: [{ kind: 'set-capacity', release: toSide, capacity, atRest }] };
  }
  if (isLate(picture, rollout, now)) return { kind: 'turn-back', because: notHealthy(picture, rollout) };
  if (move.kind === 'resize') {
    const { capacity } = move;
    return { kind: 'act', actions: [{ kind: 'set-capacity', release: toSide, capacity, atRest }] };
  }
  return trafficBetween(picture, task) ?? carryOn(task, picture, move);
}

/** The template first, then what would disturb, then the group; sizes follow when it launches the new release. */
function prepare(task: RollingTask, picture: Picture): Decision {
  const { rollout, group } = task;
  const { to, toSide } = rollout;
  const asked = askHooks('before-scale-up', task, []);
  if (asked !== undefined) return asked;
  if (rollout.preparedAt !== undefined && !picture.fresh) {
    return { kind: 'wait', reason: `the group to launch ${to}` };
  }
  return {
    kind: 'act',
    actions: [
      { kind: 'prepare-environment' },
      { kind: 'prepare-template', release: to },
      { kind: 'set-suspended', release: toSide, processes: suspendedMeanwhile(group) },
      { kind: 'set-template', release: toSide, template: to },
    ],
  };
}

function carryOn(task: RollingTask, picture: Picture, move: Exclude<Move, { kind: 'resize' }>): Decision {
  const { to, toSide } = task.rollout;
  if (move.kind === 'await') {
    const coming = picture.ready.length + picture.coming.length + picture.missing;
    return { kind: 'wait', reason: `${picture.ready.length} of ${coming} instances of ${to} ready` };
  }
  const asked =
    passBatch(picture, task) ??
    passCheckpoint(picture, task) ??
    askHooks('before-shift', task, picture.ready);
  if (asked !== undefined) return asked;
  switch (move.kind) {
    case 'end':
      // An old instance that comes out of standby is found when all was at rest.
      return calmDown(task) ?? { kind: 'act', actions: endings(toSide, move) };
    case 'held': {
      const names = picture.held.map(({ id }) => id).join(', ');
      return { kind: 'wait', reason: `standby or protection of ${names} to be lifted`, meant: true };
    }
    case 'blocked':
      return { kind: 'wait', reason: `more than ${move.floor} instances to be healthy` };
    case 'replaced':
      return settleRolled(task, picture);
  }
}

function paceOf({ size }: Picture, { rollout, strategy }: RollingTask): Pace {
  const { batch, minHealthyPercentage, maxHealthyPercentage, zoneByZone } = strategy;
  const { desired } = size.atRest;
  const count = 'count' in batch ? batch.count : Math.ceil((desired * batch.percent) / 100);
  const most = mostBeforeCheckpoint(desired, rollout);
  return {
    batch: Math.max(1, count),
    minHealthyPercentage,
    maxHealthyPercentage,
    zoneByZone,
    most,
    eager: false,
  };
}
