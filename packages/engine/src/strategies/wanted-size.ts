import type { Capacity } from '../model/fleet.ts';
import { sideBefore } from './rollout.ts';
import type { Resized, Rollout } from './rollout.ts';

/** What a group's sizes are meant to be once nothing is replaced any more. */
export interface WantedSize {
  readonly atRest: Capacity;
  /** How many more than that the group has for the time of the replacement. */
  readonly surge: number;
  /** Whether what is seen may be built on: it shows what was last ordered, or is late enough to be the truth. */
  readonly settled: boolean;
}

/** What a look says of what we did to the sizes. */
interface Look {
  /** How many instances have gone that the group was to be made smaller for. */
  readonly shrunk: number;
  /** Of these, how many may have gone by themselves. */
  readonly unsure: number;
  /** It is late enough to show everything. */
  readonly fresh: boolean;
}

/**
 * Takes apart what a group's sizes are made of: what we added, by the journal, and what its users want. They scale it
 * in the middle, so the second is what is left of what is seen; where that is in doubt, it is the larger number.
 */
export function wantedSize(seen: Capacity, rollout: Rollout, look: Look): WantedSize {
  const { resized } = rollout;
  const back = rollout.turnedBack !== undefined;
  if (resized === undefined) {
    const atRest = within(back ? seen : withConfig(seen, rollout));
    return { atRest, surge: Math.max(0, seen.desired - atRest.desired), settled: true };
  }
  const size = sinceResized(seen, resized, look);
  return back && !resized.back ? { ...size, atRest: within(withoutConfig(size.atRest, rollout)) } : size;
}

function sinceResized(
  seen: Capacity,
  { capacity, atRest, uncertain }: Resized,
  { shrunk, unsure, fresh }: Look,
): WantedSize {
  const expected = capacity.desired - shrunk;
  const surge = Math.max(0, expected - atRest.desired);
  if (seen.desired === expected) return { atRest: limits(seen), surge, settled: true };
  if (!fresh) return { atRest, surge, settled: false };
  const unset = uncertain && seen.desired >= atRest.desired && seen.desired < expected;
  const unshrunk = seen.desired > expected && seen.desired <= expected + unsure;
  if (unset || unshrunk) {
    // Nobody has scaled: it was written down and not, or not quite, done.
    return { atRest: limits(seen), surge: seen.desired - atRest.desired, settled: true };
  }
  // Whoever sets the limits as well (a scheduled action, a person) sets the sizes as a whole, and means them.
  const whole = seen.min !== capacity.min || seen.max !== capacity.max;
  const added = whole ? 0 : surge;
  const wanted = within({ ...limits(seen), desired: seen.desired - added });
  return { atRest: wanted, surge: Math.max(0, seen.desired - wanted.desired), settled: true };

  /** Limits that are not ours any more are someone's wish. */
  function limits({ min, max }: Capacity): Capacity {
    return {
      min: min === capacity.min || uncertain ? atRest.min : min,
      max: max === capacity.max || uncertain ? atRest.max : max,
      desired: atRest.desired,
    };
  }
}

/** Sizes with what the config changed since the release before. */
function withConfig(seen: Capacity, rollout: Rollout): Capacity {
  const before = sideBefore(rollout, rollout.fromSide)?.capacity ?? seen;
  const { capacity } = rollout;
  return {
    min: capacity.min === before.min ? seen.min : capacity.min,
    max: capacity.max === before.max ? seen.max : capacity.max,
    desired: seen.desired + capacity.desired - before.desired,
  };
}

/** Sizes as the release before had them, with what its users changed in the middle. */
function withoutConfig(atRest: Capacity, rollout: Rollout): Capacity {
  const { capacity } = rollout;
  const before = sideBefore(rollout, rollout.fromSide)?.capacity ?? capacity;
  return {
    min: atRest.min === capacity.min ? before.min : atRest.min,
    max: atRest.max === capacity.max ? before.max : atRest.max,
    desired: atRest.desired + before.desired - capacity.desired,
  };
}

function within({ min, desired, max }: Capacity): Capacity {
  const most = Math.max(min, max);
  return { min, desired: Math.min(Math.max(desired, min), most), max: most };
}
