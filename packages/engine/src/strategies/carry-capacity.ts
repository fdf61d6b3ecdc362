import type { Capacity } from '../model/fleet.ts';

/**
 * Sizes for a new side. What the live group has grown or shrunk to is carried over; the config decides only
 * where it was changed since the live release.
 */
export function carryCapacity(wanted: Capacity, configuredBefore?: Capacity, live?: Capacity): Capacity {
  if (live === undefined) return wanted;
  const pick = (key: keyof Capacity): number =>
    configuredBefore !== undefined && configuredBefore[key] === wanted[key] ? live[key] : wanted[key];
  const min = pick('min');
  const max = Math.max(pick('max'), min, 1);
  // Without the old config, or with only its limits changed, what runs counts for more than what is written.
  const configured = configuredBefore !== undefined && configuredBefore.desired !== wanted.desired;
  const desired = configured ? wanted.desired : live.desired;
  // A side with no instance cannot show that it is healthy.
  return { min, max, desired: Math.min(Math.max(desired, min, 1), max) };
}
