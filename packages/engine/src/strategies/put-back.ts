import type { Action } from '../model/action.ts';
import { healthyInstances, isGone, sideOf } from '../model/observed.ts';
import type { Observed, Side } from '../model/observed.ts';
import type { SideBefore } from '../model/rollout.ts';
import type { Decision } from './decision.ts';
import { moveTraffic } from './move-traffic.ts';
import { drainAndRemove } from './retire-old.ts';
import type { Rollout } from './rollout.ts';
import { sideBefore } from './rollout.ts';

/** Back to where the rollout began: traffic first, then the sides, then what was made for it. */
export function putBack(observed: Observed, rollout: Rollout, now: Date): Decision {
  const next = sideOf(observed, rollout.toSide);
  const live = sideOf(observed, rollout.fromSide);
  if (rollout.fromSide !== undefined && (next?.weight ?? 0) > 0) {
    if (healthyInstances(live).length === 0) {
      return {
        kind: 'stop',
        reason: `${rollout.from} has no healthy instance to go back to, so ${rollout.to} keeps the traffic`,
      };
    }
    return {
      kind: 'act',
      actions: [{ kind: 'set-weights', weights: moveTraffic(observed, rollout.fromSide) }],
    };
  }
  const before = sideBefore(rollout, rollout.fromSide);
  if (live?.group?.retirement !== undefined && before?.retireAt === undefined) {
    return { kind: 'act', actions: [{ kind: 'cancel-retirement', release: live.release }] };
  }
  const nextBefore = sideBefore(rollout, rollout.toSide);
  if (next !== undefined && nextBefore !== undefined && !isExpired(nextBefore, now)) {
    const restore = restoreSide(next, nextBefore);
    return restore.length > 0 ? { kind: 'act', actions: restore } : { kind: 'done' };
  }
  if (next !== undefined) return removeNext(next, rollout);
  if (!rollout.environmentExisted && !isGone(observed)) {
    return { kind: 'act', actions: [{ kind: 'remove-environment' }] };
  }
  return { kind: 'done' };
}

/** Its time was over while the rollout ran, or it had no instance: it need not be made whole again. */
const isExpired = (before: SideBefore, now: Date): boolean =>
  before.capacity.desired === 0 || (before.retireAt !== undefined && new Date(before.retireAt) <= now);

function restoreSide({ release, group }: Side, before: SideBefore): Action[] {
  if (group === undefined) return [];
  const actions: Action[] = [];
  const { min, desired, max } = group.capacity;
  const was = before.capacity;
  if (min !== was.min || desired !== was.desired || max !== was.max) {
    actions.push({ kind: 'set-capacity', release, capacity: was });
  }
  if (group.suspendedProcesses.join() !== before.suspendedProcesses.join()) {
    actions.push({ kind: 'set-suspended', release, processes: before.suspendedProcesses });
  }
  if (before.retireAt !== undefined && group.retirement === undefined) {
    actions.push({ kind: 'schedule-retirement', release, at: before.retireAt });
  }
  return actions;
}

function removeNext(next: Side, rollout: Rollout): Decision {
  const { release, group } = next;
  if (group?.deleting === true) {
    const rest = next.targetGroupArn !== undefined || next.launchTemplateId !== undefined;
    if (rest) return { kind: 'act', actions: [{ kind: 'remove-side', release }] };
    return { kind: 'wait', reason: `the instances of ${release} to end` };
  }
  if (rollout.shiftedAt !== undefined && rollout.fromSide !== undefined) return drainAndRemove(next);
  return { kind: 'act', actions: [{ kind: 'remove-side', release }] };
}
