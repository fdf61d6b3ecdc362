import { passGates, runHooks } from './ask-checks.ts';
import { bringUp } from './bring-up.ts';
import type { Decision } from './decision.ts';
import { isReady } from './readiness.ts';
import { retireOld } from './retire-old.ts';
import { bake } from './traffic-gate.ts';
import { firstOf } from './two-sides.ts';
import type { TwoSides } from './two-sides.ts';

/**
 * The first side of an environment. It gets the traffic as soon as it answers: nobody could be harmed, and nothing
 * counts until it is done. So there is neither a shift nor test traffic before it, and no old side to retire.
 */
export function firstSide(sides: TwoSides): Decision {
  const { observed, rollout, now, next } = sides;
  if (rollout.interrupted) return { kind: 'turn-back', because: { kind: 'interrupted' } };
  if (rollout.recovering && !isReady(observed, next)) {
    return { kind: 'turn-back', because: { kind: 'killed' } };
  }
  const decision = firstOf(sides, [
    bringUp(100),
    runHooks('after-scale-up'),
    passGates('before-shift'),
    runHooks('before-shift'),
    runHooks('after-shift'),
    bake(rollout.healthySince ?? now),
  ]);
  return decision ?? retireOld(observed, rollout, now);
}
