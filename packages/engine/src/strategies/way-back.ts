import { healthyInstances } from '../model/observed.ts';
import { after, shows } from './moments.ts';
import { moveTraffic } from './move-traffic.ts';
import { sideBefore } from './rollout.ts';
import type { Rule, TwoSides } from './two-sides.ts';

/** Gives the old side all traffic again, at once, where it has anything healthy to answer with. */
export const trafficBack: Rule = (sides) => {
  const { observed, rollout, now, next, live } = sides;
  const { fromSide, from, to, progressAt, strategy } = rollout;
  if (fromSide === undefined || isOrderedBack(sides)) return undefined;
  // Nothing was moved, and what the side had before the rollout stays its own.
  const had = sideBefore(rollout, rollout.toSide)?.weight ?? 0;
  if (rollout.shiftedAt === undefined && (next?.weight ?? 0) <= had) return undefined;
  const healthy = healthyInstances(live).length;
  if (healthy === 0) {
    // One look may leave instances out; several do not.
    if (!shows(progressAt, now)) return { kind: 'wait', reason: `a healthy instance of ${from} to be seen` };
    const reason = `${from} has no healthy instance to go back to, so ${to} keeps the traffic`;
    return { kind: 'stop', reason };
  }
  const worse = healthy < (live?.group?.capacity.desired ?? 0) && healthy < sides.healthy.length;
  if (worse && !isFailing(sides) && now < after(progressAt, strategy.healthyDeadline)) {
    return { kind: 'wait', reason: `more than ${healthy} instances of ${from} to be healthy` };
  }
  return { kind: 'act', actions: [{ kind: 'set-weights', weights: moveTraffic(observed, fromSide) }] };
};

/** Whether it is certain that the new side has no traffic, so that it may be made smaller or removed. */
export function isBack({ rollout, now }: TwoSides): boolean {
  const { shiftedAt, fromSide, ordered } = rollout;
  if (fromSide === undefined || shiftedAt === undefined) return true;
  return ordered.share?.weight === 0 && shows(ordered.share.at, now);
}

/** Ordered and seen. What was seen before the order says nothing: it may be from before the shift. */
const isOrderedBack = ({ rollout, next }: TwoSides): boolean =>
  rollout.ordered.share?.weight === 0 && (next?.weight ?? 0) === 0;

/** Whether users are worse off where they are, whatever is left of the old side. */
const isFailing = ({ rollout: { turnedBack } }: TwoSides): boolean =>
  turnedBack?.kind === 'traffic-failed' ||
  turnedBack?.kind === 'not-healthy' ||
  turnedBack?.kind === 'check-failed';
