import type { Capacity } from '../model/fleet.ts';
import type { Decision } from './decision.ts';
import { shows } from './moments.ts';
import { sideBefore } from './rollout.ts';
import type { TwoSides } from './two-sides.ts';

const keys = ['min', 'desired', 'max'] as const;

/**
 * Sizes that the new side needs for a share of the traffic. By as much as the live side has grown since the rollout
 * began, the new one is larger than planned: whatever scales the live side, scales it for requests that come over.
 */
export function newCapacity({ rollout, live, now }: TwoSides, share: number): Capacity {
  const before = sideBefore(rollout, rollout.fromSide)?.capacity;
  const seen = live?.group?.capacity;
  // A look from before the rollout began may show a size from which the live side was made smaller.
  const isSure = shows(rollout.startedAt, now);
  const [min, most, max] = keys.map((key) => {
    const growth = before === undefined || seen === undefined || !isSure ? 0 : seen[key] - before[key];
    return rollout.capacity[key] + Math.max(0, growth);
  }) as [number, number, number];
  const { strategy, resized } = rollout;
  const partial = strategy.kind === 'canary' && strategy.matchTrafficWeight && rollout.kind === 'deploy';
  const desired = partial ? Math.max(1, Math.ceil((most * share) / 100)) : most;
  const wanted = { min: Math.min(min, desired), desired, max: Math.max(max, desired) };
  // An old look knows nothing of the growth that a younger one showed.
  const isRecent = resized !== undefined && !shows(resized.at, now);
  return isRecent ? atLeast(wanted, resized.capacity) : wanted;
}

/** How many healthy instances the new side needs for that share: all that it wants itself, where that is more. */
export const needed = (sides: TwoSides, share: number): number =>
  Math.max(sides.next?.group?.capacity.desired ?? 0, newCapacity(sides, share).desired);

/** Sizes that hold both. */
export const atLeast = (a: Capacity, b: Capacity | undefined): Capacity => ({
  min: Math.max(a.min, b?.min ?? 0),
  desired: Math.max(a.desired, b?.desired ?? 0),
  max: Math.max(a.max, b?.max ?? 0),
});

/** Makes the new side as large as that share needs. It is never made smaller: its own scaling may have raised it. */
export function grow(sides: TwoSides, share: number): Decision | undefined {
  const { next, rollout } = sides;
  if (next?.group === undefined || next.group.deleting) return undefined;
  const { capacity: has } = next.group;
  const capacity = atLeast(newCapacity(sides, share), has);
  if (keys.every((key) => capacity[key] === has[key])) return undefined;
  return { kind: 'act', actions: [{ kind: 'set-capacity', release: rollout.toSide, capacity }] };
}
