import { runHooks, runHooksAnyway } from './ask-checks.ts';
import { haveEnough } from './await-health.ts';
import type { Decision } from './decision.ts';
import { isUnmoved, shift } from './move-traffic.ts';
import { grow } from './new-capacity.ts';
import { retireOld } from './retire-old.ts';
import { closeTestTraffic } from './test-traffic.ts';
import { bake, turnOnFailure } from './traffic-gate.ts';
import { firstOf } from './two-sides.ts';
import type { Rule, TwoSides } from './two-sides.ts';

/** Whether all traffic was ordered to the new side. From there on an interrupted rollout is finished: decision 4. */
export const isShifted = (sides: TwoSides): boolean => {
  const { ordered, shiftedAt } = sides.rollout;
  return shiftedAt !== undefined && ordered.share?.weight === 100 && !isUnmoved(sides);
};

/** Lets by while the new side carries all traffic as it should; until it counts, it grows with the old one. */
export const standAlone: Rule = (sides) => {
  if (sides.rollout.ordered.retiringSince !== undefined) return undefined;
  return firstOf(sides, [turnOnFailure, () => grow(sides, 100), haveEnough(100), shift(100)]);
};

/** After the shift: it counts when it has gone well for the bake time, and then the old side may go. */
export function settle(sides: TwoSides): Decision {
  const { shiftedAt, ordered } = sides.rollout;
  const counts = ordered.retiringSince !== undefined;
  const untilItCounts = [runHooks('after-shift'), bake(shiftedAt ?? sides.now)];
  return (counts ? undefined : firstOf(sides, untilItCounts)) ?? retire(sides);
}

/** The end of the way forward. Once the old side is ordered to go there is nothing to go back to. */
function retire(sides: TwoSides): Decision {
  const { observed, rollout, now } = sides;
  const counts = rollout.ordered.retiringSince !== undefined;
  const before = firstOf(sides, [closeTestTraffic, counts ? content : runHooks('before-retire')]);
  if (before !== undefined) return before;
  const retiring = retireOld(observed, rollout, now);
  if (retiring.kind !== 'done') return retiring;
  return runHooksAnyway('after-retire')(sides) ?? retiring;
}

const content: Rule = () => undefined;
