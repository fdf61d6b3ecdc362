import type { Action } from '../model/action.ts';
import { formatDuration } from '../model/duration.ts';
import { sideOf } from '../model/observed.ts';
import type { Observed, ObservedInstance, Side } from '../model/observed.ts';
import type { Decision } from './decision.ts';
import { after, shows } from './moments.ts';
import type { Rollout } from './rollout.ts';

/** After a rollout that counts: the side before it is kept for a while or drained, and older ones go. */
export function retireOld(observed: Observed, rollout: Rollout, now: Date): Decision {
  const { strategy, fromSide, shiftedAt, ordered } = rollout;
  const keep = strategy.kind === 'rolling' ? 0 : strategy.keepPrevious.milliseconds;
  const actions = observed.sides
    .filter((side) => isNoLongerNeeded(side, observed, rollout))
    .map(({ release }): Action => ({ kind: 'remove-side', release }));
  const old = sideOf(observed, fromSide);
  const stays = old === undefined || isLeaving(old);
  if (!stays && keep > 0 && !isScheduled(old)) {
    // Counted from the first order, so that an old look does not order it anew.
    const at = new Date((ordered.retiringSince ?? now).getTime() + keep).toISOString();
    actions.push({ kind: 'schedule-retirement', release: old.release, at });
  }
  if (actions.length > 0) return { kind: 'act', actions };
  if (stays || keep > 0) return { kind: 'done' };
  // Taken to zero only when no look can be older than the shift: one from before an earlier rollout may show the same.
  if ((old.weight ?? 0) > 0 || !shows(shiftedAt ?? now, observed.at)) {
    return { kind: 'wait', reason: `traffic to have left ${old.release}` };
  }
  return drainAndRemove(old, rollout, now);
}

/**
 * Takes a side that had traffic to zero, lets Auto Scaling drain its targets, and removes it. What a smaller size does
 * not end, because it is protected from scale-in or in standby, is ended one by one: drained all the same.
 */
export function drainAndRemove(side: Side, rollout: Rollout, now: Date): Decision {
  const { release, group } = side;
  if (group === undefined || isEmpty(side))
    return { kind: 'act', actions: [{ kind: 'remove-side', release }] };
  if (group.capacity.desired > 0 || group.capacity.min > 0) {
    const none = { min: 0, desired: 0, max: 0 };
    return { kind: 'act', actions: [{ kind: 'set-capacity', release, capacity: none }] };
  }
  const instances = group.instances.filter(staysAtZero).map(({ id }) => id);
  if (instances.length > 0) {
    return { kind: 'act', actions: [{ kind: 'terminate', release, instances, shrink: false }] };
  }
  const stuck = group.instances.filter(({ lifecycleState }) => lifecycleState === 'InService');
  if (stuck.length > 0 && now >= after(rollout.progressAt, rollout.strategy.progressDeadline)) {
    return { kind: 'stop', reason: stuckReason(side, stuck, rollout) };
  }
  return { kind: 'wait', reason: `${group.instances.length} instances of ${release} to drain` };
}

/** Draining takes as long as it takes, but only what the group ends is drained. */
function stuckReason(
  { release, group }: Side,
  stuck: readonly ObservedInstance[],
  { strategy }: Rollout,
): string {
  const ids = stuck.map(({ id }) => id).join(', ');
  const why = group?.suspendedProcesses.includes('Terminate')
    ? 'its process Terminate is suspended: resume it'
    : 'see its scaling activities';
  const time = formatDuration(strategy.progressDeadline);
  return `${release} has no traffic, but its group has not ended ${ids} within ${time}; ${why}, and the next rollout removes what is left`;
}

const staysAtZero = ({ lifecycleState, protected: held }: ObservedInstance): boolean =>
  lifecycleState === 'Standby' || (held && lifecycleState === 'InService');

/** Whether AWS has taken over: the group is being deleted and nothing else of the side is left. */
export const isLeaving = (side: Side): boolean =>
  side.group?.deleting === true && side.targetGroupArn === undefined && side.launchTemplateId === undefined;

/** What is neither of the two sides, has no traffic, and is no template that something may still be started from. */
function isNoLongerNeeded(side: Side, observed: Observed, { from, toSide, fromSide }: Rollout): boolean {
  const { release, weight = 0 } = side;
  if (release === toSide || release === fromSide || weight > 0 || isLeaving(side)) return false;
  if (side.group !== undefined) return true;
  const kept = [sideOf(observed, toSide), sideOf(observed, fromSide)];
  return release !== from && !kept.some((one) => one?.group?.launches === release);
}

/** Due to go, or taken to zero already: its time may come before it is looked at again. */
const isScheduled = ({ group }: Side): boolean =>
  group === undefined || group.retirement !== undefined || group.capacity.desired === 0;

/** Whether the side has no instance and wants none. */
const isEmpty = ({ group }: Side): boolean =>
  group !== undefined && group.capacity.desired === 0 && group.instances.length === 0;
