import type { Action } from '../model/action.ts';
import { sideOf } from '../model/observed.ts';
import type { Observed, Side } from '../model/observed.ts';
import type { Decision } from './decision.ts';
import type { Rollout } from './rollout.ts';

/** After a rollout that counts: the side before it is kept for a while or drained, and older ones go. */
export function retireOld(observed: Observed, rollout: Rollout, now: Date): Decision {
  const older = observed.sides.filter(
    (side) => side.release !== rollout.toSide && side.release !== rollout.fromSide && !isLeaving(side),
  );
  const removals = older.map(({ release }): Action => ({ kind: 'remove-side', release }));
  const { strategy } = rollout;
  const keep = strategy.kind === 'rolling' ? 0 : strategy.keepPrevious.milliseconds;
  const old = sideOf(observed, rollout.fromSide);
  if (old === undefined || isLeaving(old))
    return removals.length > 0 ? { kind: 'act', actions: removals } : { kind: 'done' };
  if (keep > 0) {
    const scheduled = old.group === undefined || old.group.retirement !== undefined || isEmpty(old);
    if (!scheduled) {
      const at = new Date(now.getTime() + keep).toISOString();
      removals.push({ kind: 'schedule-retirement', release: old.release, at });
    }
    return removals.length > 0 ? { kind: 'act', actions: removals } : { kind: 'done' };
  }
  if (removals.length > 0) return { kind: 'act', actions: removals };
  return drainAndRemove(old);
}

/** Takes a side that had traffic to zero, lets Auto Scaling drain its targets, and removes it. */
export function drainAndRemove(side: Side): Decision {
  const { release, group } = side;
  if (group === undefined || isEmpty(side))
    return { kind: 'act', actions: [{ kind: 'remove-side', release }] };
  if (group.capacity.desired > 0 || group.capacity.min > 0) {
    const none = { min: 0, desired: 0, max: 0 };
    return { kind: 'act', actions: [{ kind: 'set-capacity', release, capacity: none }] };
  }
  return { kind: 'wait', reason: `${group.instances.length} instances of ${release} to drain` };
}

/** Whether AWS has taken over: the group is being deleted and nothing else of the side is left. */
export const isLeaving = (side: Side): boolean =>
  side.group?.deleting === true && side.targetGroupArn === undefined && side.launchTemplateId === undefined;

/** Whether the side has no instance and wants none. */
const isEmpty = ({ group }: Side): boolean =>
  group !== undefined && group.capacity.desired === 0 && group.instances.length === 0;
