import type { Capacity } from '../model/fleet.ts';
import type { ObservedInstance } from '../model/observed.ts';
import { inOrder } from './replace-order.ts';
import { isHealthy } from './replace-picture.ts';
import type { Picture } from './replace-picture.ts';

/** How fast instances may be replaced, and how far for now. */
export interface Pace {
  /** At a time. */
  readonly batch: number;
  readonly minHealthyPercentage: number;
  readonly maxHealthyPercentage: number;
  readonly zoneByZone: boolean;
  /** New instances that there may be before the next checkpoint. */
  readonly most: number;
  /** Going back: what carries nothing goes at once, whatever is on its way. */
  readonly eager: boolean;
}

/** Instances to be ended. */
export interface Endings {
  /** Others come for them. */
  readonly replaced: readonly string[];
  /** The group is one smaller for each. */
  readonly surplus: readonly string[];
  /** As well, of those that fail their health checks. */
  readonly failing: readonly string[];
}

/** What a replacement needs next. */
export type Move =
  | { readonly kind: 'resize'; readonly capacity: Capacity; readonly atRest: Capacity }
  /** New instances are on their way. */
  | { readonly kind: 'await' }
  | ({ readonly kind: 'end' } & Endings)
  /** A person keeps some where they are. */
  | { readonly kind: 'held' }
  /** Nothing may go without fewer than `floor` being left in service. */
  | { readonly kind: 'blocked'; readonly floor: number }
  | { readonly kind: 'replaced' };

/** The next move of a replacement: first room for new instances, then their health, then the end of old ones. */
export function nextMove(picture: Picture, pace: Pace): Move {
  const { capacity, size, ready, coming, missing, outdated, idle, held, staying } = picture;
  const wanted = size.atRest.desired;
  const limits = limitsOf(wanted, pace);
  const target = Math.max(0, wanted - staying.length);
  const arrived = ready.length + coming.length + missing;
  const missingNew = Math.max(0, target - arrived);
  const mayCome = Math.max(0, Math.min(target, pace.most) - arrived);
  // On the way back, what carries nothing needs nobody to stand in for it.
  const standIns = pace.eager ? outdated.length - picture.failing.length : outdated.length;
  const surge = Math.min(pace.batch, limits.room, standIns, mayCome + size.surge);
  const desired = Math.max(capacity.desired, wanted + surge);
  // No instance may go with its place where that falls below the minimum: one that is to be lower is so first.
  if (desired > capacity.desired || capacity.min > size.atRest.min) {
    const { min, max } = size.atRest;
    return { kind: 'resize', capacity: { min, desired, max: Math.max(max, desired) }, atRest: size.atRest };
  }
  const onTheWay = coming.length + missing > 0;
  if (onTheWay && !pace.eager) return { kind: 'await' };

  const counted = [...outdated, ...held, ...staying].filter(isHealthy).length + ready.length - picture.excess;
  // The first new instance has to show what it can do before a good one goes for it.
  const keep = ready.length === 0 && limits.room > 0 ? Math.max(limits.floor, wanted) : limits.floor;
  const dead = picture.failing.slice(0, pace.batch);
  const isDead = new Set(dead);
  const remaining = [...ready, ...coming, ...outdated, ...held, ...staying].filter((one) => !isDead.has(one));
  const above = Math.max(0, capacity.desired - wanted);
  const { zoneByZone } = pace;
  const good = inOrder(outdated.filter(isHealthy), { remaining, surplus: above, zoneByZone });
  const mayGo = Math.max(0, Math.min(pace.batch - dead.length, counted - keep));
  const surplus = mayCome < missingNew ? 0 : above;
  const ending = [...dead, ...good.slice(0, mayGo)].slice(0, mayCome + surplus);
  if (ending.length + idle.length > 0) {
    const shrinking = ending.slice(mayCome);
    return {
      kind: 'end',
      replaced: idsOf([...idle, ...ending.slice(0, mayCome)]),
      surplus: idsOf(shrinking.filter((instance) => !isDead.has(instance))),
      failing: idsOf(shrinking.filter((instance) => isDead.has(instance))),
    };
  }
  if (onTheWay) return { kind: 'await' };
  if (outdated.length > 0) return { kind: 'blocked', floor: limits.floor };
  return held.length > 0 ? { kind: 'held' } : { kind: 'replaced' };
}

/**
 * Percentages in instances, the lower rounded up and the upper rounded down, as Instance Refresh takes them; it
 * replaces at least one at a time. Where no instance may be missing and none may be too many, one is too many.
 */
function limitsOf(
  wanted: number,
  pace: Pick<Pace, 'batch' | 'minHealthyPercentage' | 'maxHealthyPercentage'>,
): { readonly floor: number; readonly room: number } {
  const floor = Math.ceil((wanted * pace.minHealthyPercentage) / 100);
  const above = Math.floor((wanted * pace.maxHealthyPercentage) / 100) - wanted;
  const surges = pace.maxHealthyPercentage > 100 || floor >= wanted;
  return { floor, room: surges ? Math.max(1, above) : 0 };
}

const idsOf = (instances: readonly ObservedInstance[]): readonly string[] => instances.map(({ id }) => id);
