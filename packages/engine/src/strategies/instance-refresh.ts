import type { Action } from '../model/action.ts';
import type { ObservedRefresh } from '../model/observed.ts';
import type { Decision } from './decision.ts';
import { ownRefresh, refreshState } from './instance-refresh-state.ts';
import { refreshPreferences } from './instance-refresh-preferences.ts';
import { isLate } from './replace-deadline.ts';
import { pictureOf } from './replace-picture.ts';
import type { Picture } from './replace-picture.ts';
import { settleRolled } from './rolling-end.ts';
import { askGates, askHooks, notHealthy } from './rolling-task.ts';
import type { RollingTask } from './rolling-task.ts';
import { trafficBetween } from './rolling-traffic.ts';
import { atLeast, isSameSize } from './wanted-size.ts';

/**
 * Auto Scaling replaces the instances by itself (StartInstanceRefresh) and goes on when nobody watches. We start it,
 * or find it running, and watch; what comes after it is as in any rolling rollout. Nothing is suspended for it.
 */
export function instanceRefresh(task: RollingTask): Decision {
  const { observed, rollout, strategy, group, now } = task;
  const picture = pictureOf(observed, group, rollout, { goal: rollout.to, strategy, now });
  const refresh = ownRefresh(task);
  const state = refresh === undefined ? undefined : refreshState(refresh);
  if (state !== 'successful') {
    // Old and new instances stand side by side: whoever stops it, or leaves it behind, gets back what has worked.
    if (rollout.interrupted) return { kind: 'turn-back', because: { kind: 'interrupted' } };
    if (rollout.recovering) return { kind: 'turn-back', because: { kind: 'killed' } };
  }
  if (refresh === undefined) return start(task, picture);
  switch (state) {
    case 'running':
      if (isLate(picture, rollout, now)) return { kind: 'turn-back', because: notHealthy(picture, rollout) };
      return watch(task, picture, refresh);
    case 'stopping':
      return { kind: 'wait', reason: 'the instance refresh to stop' };
    case 'successful':
      return settle(task, picture);
    case 'ended':
    case undefined: {
      const { status, reason = 'no reason given' } = refresh;
      return { kind: 'turn-back', because: { kind: 'refresh-failed', status, reason } };
    }
  }
}

function start(task: RollingTask, picture: Picture): Decision {
  const { rollout, strategy, group } = task;
  const { to, toSide } = rollout;
  if (rollout.preparedAt !== undefined && !picture.fresh) {
    return { kind: 'wait', reason: 'the instance refresh to start' };
  }
  // Auto Scaling asks nobody between its batches: what must hold before users' requests is asked here.
  const asked =
    askHooks('before-scale-up', task, []) ??
    askGates('before-shift', 'before-shift', task, []) ??
    askHooks('before-shift', task, []);
  if (asked !== undefined) return asked;
  const { atRest, settled } = picture.size;
  if (!settled) return { kind: 'wait', reason: 'the group to show its size' };
  const resize: readonly Action[] =
    rollout.resized === undefined && !isSameSize(atRest, group.capacity)
      ? [{ kind: 'set-capacity', release: toSide, capacity: atLeast(atRest, group.capacity), atRest }]
      : [];
  return {
    kind: 'act',
    actions: [
      { kind: 'prepare-environment' },
      { kind: 'prepare-template', release: to },
      ...resize,
      { kind: 'start-refresh', release: toSide, template: to, preferences: refreshPreferences(strategy) },
    ],
  };
}

function watch(task: RollingTask, picture: Picture, refresh: ObservedRefresh): Decision {
  const { told, strategy } = task.rollout;
  const failing = trafficBetween(picture, task);
  if (failing?.kind === 'turn-back') return failing;
  const asked = picture.ready.length > 0 ? askHooks('after-scale-up', task, picture.ready) : undefined;
  if (asked !== undefined) return asked;
  const paused = told.paused ? ' (an instance refresh cannot be paused: abort it, or let it end)' : '';
  const checkpoints = strategy.kind === 'rolling' && strategy.checkpoints.length > 0;
  const reason = `the instance refresh: ${refresh.percentComplete}% replaced${paused}`;
  // Auto Scaling tells nothing of the pauses that it makes, and gives up by itself where nothing moves on.
  const meant = checkpoints || refresh.status === 'Baking' ? { meant: true } : {};
  return { kind: 'wait', reason, ...meant };
}

/** It says that it is done; the instances have to say so as well. */
function settle(task: RollingTask, picture: Picture): Decision {
  const { rollout, group, now } = task;
  const { ready, coming, missing } = picture;
  if (group.launches !== rollout.to) {
    if (!picture.fresh) return { kind: 'wait', reason: `the group to launch ${rollout.to}` };
    return {
      kind: 'act',
      actions: [{ kind: 'set-template', release: rollout.toSide, template: rollout.to }],
    };
  }
  if (!picture.size.settled) return { kind: 'wait', reason: 'the group to show its new size' };
  if (coming.length + missing > 0) {
    if (isLate(picture, rollout, now)) return { kind: 'turn-back', because: notHealthy(picture, rollout) };
    const wanted = ready.length + coming.length + missing;
    return { kind: 'wait', reason: `${ready.length} of ${wanted} instances of ${rollout.to} ready` };
  }
  return trafficBetween(picture, task) ?? settleRolled(task, picture);
}
