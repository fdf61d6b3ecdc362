import type { Observed, ObservedInstance, Side } from '../model/observed.ts';
import { healthyInstances, sideOf } from '../model/observed.ts';
import type { Decision } from './decision.ts';
import type { Rollout } from './rollout.ts';

/** What the rules of a rollout between two sides look at. */
export interface TwoSides {
  readonly observed: Observed;
  readonly rollout: Rollout;
  readonly now: Date;
  /** The side that the release comes to run on, as far as it is seen. */
  readonly next: Side | undefined;
  /** The side that was live, as far as it is seen. */
  readonly live: Side | undefined;
  /** Instances of the new side that may be asked and counted. */
  readonly healthy: readonly ObservedInstance[];
}

/** A rule: what is to be done before anything after it, or undefined where it is content. */
export type Rule = (sides: TwoSides) => Decision | undefined;

/** Puts together what the rules look at. */
export function twoSides(observed: Observed, rollout: Rollout, now: Date): TwoSides {
  const next = sideOf(observed, rollout.toSide);
  const live = sideOf(observed, rollout.fromSide);
  return { observed, rollout, now, next, live, healthy: healthyInstances(next) };
}

/** What the first rule says that is not content. */
export function firstOf(sides: TwoSides, rules: readonly Rule[]): Decision | undefined {
  for (const rule of rules) {
    const decision = rule(sides);
    if (decision !== undefined) return decision;
  }
  return undefined;
}
