import type { Observed } from '../model/observed.ts';
import { blueGreen, giveUp, showItself } from './blue-green.ts';
import { bringUp } from './bring-up.ts';
import { shareNow, stepsOf, takeSteps } from './canary-steps.ts';
import type { Decision } from './decision.ts';
import { isUnmoved, seeWhetherMoved } from './move-traffic.ts';
import type { Rollout } from './rollout.ts';
import { isShifted, settle, standAlone } from './settle.ts';
import { turnOnFailure } from './traffic-gate.ts';
import { firstOf, twoSides } from './two-sides.ts';
import type { Rule } from './two-sides.ts';

/**
 * A new side beside the old one; traffic moves step by step, and back at once when it fails at any of them. Where there
 * is no old side, on the way back, and in a rollback, which never waits for steps, it is as in blue/green.
 */
export function canary(observed: Observed, rollout: Rollout, now: Date): Decision {
  const { strategy, kind, fromSide, turnedBack } = rollout;
  if (
    strategy.kind !== 'canary' ||
    kind === 'rollback' ||
    fromSide === undefined ||
    turnedBack !== undefined
  ) {
    return blueGreen(observed, rollout, now);
  }
  const sides = twoSides(observed, rollout, now);
  const steps = stepsOf(strategy);
  const carry = [
    seeWhetherMoved,
    giveUp,
    turnOnFailure,
    bringUp(shareNow(steps, rollout)),
    beforeFirstRequest,
  ];
  const rules = isShifted(sides) ? [standAlone] : carry;
  const counts = rollout.ordered.retiringSince !== undefined;
  return firstOf(sides, [...rules, ...(counts ? [] : [takeSteps(steps)])]) ?? settle(sides);
}

const beforeFirstRequest: Rule = (sides) =>
  sides.rollout.shiftedAt === undefined || isUnmoved(sides) ? showItself(sides) : undefined;
