import type { Capacity } from '../model/fleet.ts';
import { sideBefore } from './rollout.ts';
import type { Ended, Resized, Rollout } from './rollout.ts';

/** What a group's sizes are meant to be once nothing is replaced any more. */
export interface WantedSize {
  readonly atRest: Capacity;
  /** How many more than that the group has for the time of the replacement. */
  readonly surge: number;
  /** Whether what is seen may be built on: it shows what was last ordered, or is late enough to be the truth. */
  readonly settled: boolean;
  /** What was ordered explains it: nobody has scaled. */
  readonly explained: boolean;
}

const certain = { settled: true, explained: false };

/** What a look says of what we did to the sizes. */
interface Look {
  /** Instances that are gone, and that the group was to be made smaller for. */
  readonly gone: readonly Ended[];
  /** It is late enough to show everything. */
  readonly fresh: boolean;
  /** It cannot be from before the rollout began. */
  readonly since: boolean;
}

/**
 * Takes apart what a group's sizes are made of: what we added, by the journal, and what its users want. Where they scale
 * it in the middle, it is what they set; where that is in doubt, it is the larger number.
 */
export function wantedSize(seen: Capacity, rollout: Rollout, look: Look): WantedSize {
  return sizeBy(rollout.resized, seen, rollout, look);
}

function sizeBy(resized: Resized | undefined, seen: Capacity, rollout: Rollout, look: Look): WantedSize {
  const back = rollout.turnedBack !== undefined;
  if (resized === undefined) {
    // What differs from how it began may have been scaled since, or be how it was before that.
    const before = sideBefore(rollout, rollout.fromSide)?.capacity ?? seen;
    const settled = look.since || before.desired === seen.desired;
    const atRest = within(back ? seen : withConfig(seen, rollout));
    return sized(seen, atRest, { settled, explained: true });
  }
  const size = sinceResized(seen, resized, look);
  const own = back && !resized.back ? sized(seen, within(withoutConfig(size.atRest, rollout)), size) : size;
  if (size.explained || !size.settled || !resized.uncertain) return own;
  // It was written down and perhaps never done: then what is seen is explained by what was there before.
  const otherwise = sizeBy(resized.before, seen, rollout, look);
  if (!otherwise.explained && otherwise.atRest.desired <= own.atRest.desired) return own;
  return sized(seen, within({ ...own.atRest, desired: otherwise.atRest.desired }), otherwise);
}

function sinceResized(seen: Capacity, resized: Resized, { gone, fresh }: Look): WantedSize {
  const { capacity, atRest } = resized;
  const since = gone.filter(({ at }) => at >= resized.at);
  const expected = capacity.desired - since.length;
  // A group does not become smaller for an instance that it ended by itself, or that nobody came to end.
  const atMost = expected + since.filter(({ uncertain }) => uncertain).length;
  if (seen.desired >= expected && seen.desired <= atMost) {
    return { ...sized(seen, limits()), settled: fresh || seen.desired === expected, explained: true };
  }
  if (!fresh) return { ...sized(seen, atRest), settled: false };
  // Someone has set it since, and means it: a person, a scheduled action and target tracking say how many there shall be,
  // by all that run. A step of so many more cannot be told from that; it leaves what was added, which is the safe error.
  return sized(seen, within({ ...limits(), desired: seen.desired }));

  /** Limits that are not ours any more are someone's wish, where ours are sure to have been set. */
  function limits(): Capacity {
    const { min, max } = seen;
    const doubtful = resized.uncertain || !fresh;
    return {
      min: min === capacity.min || doubtful ? atRest.min : min,
      max: max === capacity.max || doubtful ? atRest.max : max,
      desired: atRest.desired,
    };
  }
}

const sized = (seen: Capacity, atRest: Capacity, { settled, explained } = certain): WantedSize => ({
  atRest,
  surge: Math.max(0, seen.desired - atRest.desired),
  settled,
  explained,
});

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
  const taken = atRest.desired + before.desired - capacity.desired;
  // Where a limit cut short what the config and others added, how much was theirs is in doubt: the larger number.
  const cut = atRest.desired === atRest.max && atRest.desired !== capacity.desired;
  const desired = cut ? Math.max(taken, Math.min(atRest.desired, before.max)) : taken;
  return {
    min: atRest.min === capacity.min ? before.min : atRest.min,
    max: atRest.max === capacity.max ? before.max : atRest.max,
    // What the config added may have been less, where a limit cut it short: nobody asked for fewer than before.
    desired: Math.max(desired, Math.min(before.desired, atRest.desired)),
  };
}

/** Sizes for the time of a replacement: what is to be smaller is so when all is replaced, and nothing goes before. */
export function atLeast({ min, desired, max }: Capacity, seen: Capacity): Capacity {
  const most = Math.max(desired, seen.desired);
  return { min, desired: most, max: Math.max(max, most) };
}

function within({ min, desired, max }: Capacity): Capacity {
  const most = Math.max(min, max);
  return { min, desired: Math.min(Math.max(desired, min), most), max: most };
}

/** Whether all three are the same. */
export const isSameSize = (a: Capacity, b: Capacity): boolean =>
  a.min === b.min && a.desired === b.desired && a.max === b.max;
