import type { Observed } from '../model/observed.ts';
import { passGates, runHooks } from './ask-checks.ts';
import { bringUp } from './bring-up.ts';
import type { Decision } from './decision.ts';
import { firstSide } from './first-side.ts';
import { seeWhetherMoved, shift } from './move-traffic.ts';
import { putBack } from './put-back.ts';
import type { Rollout } from './rollout.ts';
import { isShifted, settle, standAlone } from './settle.ts';
import { tryTestTraffic } from './test-traffic.ts';
import { firstOf, twoSides } from './two-sides.ts';
import type { Rule } from './two-sides.ts';

/** A whole new side beside the old one; traffic moves at once when it is healthy, and back at once when it fails. */
export function blueGreen(observed: Observed, rollout: Rollout, now: Date): Decision {
  if (rollout.turnedBack !== undefined) return putBack(observed, rollout, now);
  const sides = twoSides(observed, rollout, now);
  if (rollout.fromSide === undefined) return firstSide(sides);
  const bring = [seeWhetherMoved, giveUp, bringUp(100), showItself, shift(100)];
  return firstOf(sides, isShifted(sides) ? [standAlone] : bring) ?? settle(sides);
}

/** Before the shift, what is interrupted or was left behind is undone: decision 4. */
export const giveUp: Rule = ({ rollout }) => {
  if (rollout.interrupted) return { kind: 'turn-back', because: { kind: 'interrupted' } };
  if (rollout.recovering) return { kind: 'turn-back', because: { kind: 'killed' } };
  return undefined;
};

/** Lets by when a side that is healthy has also shown, to requests and gates, that it may have users. */
export const showItself: Rule = (sides) =>
  firstOf(sides, [
    runHooks('after-scale-up'),
    tryTestTraffic,
    passGates('before-shift'),
    runHooks('before-shift'),
  ]);
