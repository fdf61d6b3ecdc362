import type { Capacity } from '@imago/engine';
import { endInstance } from './ending.ts';
import { register } from './health.ts';
import { isSuspended } from './is-suspended.ts';
import type { Cause, SimulatedInstance, SimulatedSide } from './model.ts';
import { notice } from './notice.ts';
import type { SimulatedWorld } from './world.ts';

/** Who scales a group besides the rollout. */
export type Scaler = 'alarm' | 'schedule' | 'person';

/** By so many, or to so many. */
export type ScalingChange = { readonly by: number } | { readonly to: number };

/** How old the look may be that an order was built on, with the time that the order takes. */
const onItsWay = 30_000;

/** Sizes are set, and the group follows soon. */
export function setSizes(world: SimulatedWorld, side: SimulatedSide, capacity: Capacity, cause: Cause): void {
  const { group } = side;
  if (group === undefined) return;
  const before = group.capacity;
  group.capacity = capacity;
  if (cause === 'self') group.scaledAt = world.now;
  // An order that was on its way while somebody else scaled takes back what it could not know of, and which instances
  // the group then ends is for its own policy to say.
  const crossed = capacity.desired < before.desired && world.now - (group.scaledAt ?? 0) < onItsWay;
  // One that was made larger ends what it ends for what it had too many of before.
  if (capacity.desired < before.desired) group.sizedBy = crossed ? 'self' : cause;
  if (cause === 'self') world.watcher.scaled(side, before, capacity);
  notice(world, side);
}

/** A policy's alarm, a scheduled action or a person changes the desired capacity, within its limits. */
export function scale(world: SimulatedWorld, side: SimulatedSide, by: Scaler, change: ScalingChange): void {
  const { group } = side;
  if (group === undefined || group.deleting) return;
  if (by === 'alarm' && isSuspended(group.suspended, 'AlarmNotification')) return;
  if (by === 'schedule' && isSuspended(group.suspended, 'ScheduledActions')) return;
  const { min, desired, max } = group.capacity;
  const wanted = 'by' in change ? desired + change.by : change.to;
  const next = Math.min(max, Math.max(min, 1, wanted));
  if (next !== desired) setSizes(world, side, { min, desired: next, max }, 'self');
}

/** The scheduled action that retires a side is due. */
export function retire(world: SimulatedWorld, side: SimulatedSide, at: Date): void {
  const { group } = side;
  if (group?.retirement !== at) return;
  delete group.retirement;
  if (isSuspended(group.suspended, 'ScheduledActions')) return;
  setSizes(world, side, { min: 0, desired: 0, max: 0 }, 'ours');
}

/** A person takes an instance out of service to look at it, replaced or not. */
export function enterStandby(
  world: SimulatedWorld,
  side: SimulatedSide,
  instance: SimulatedInstance,
  decrement: boolean,
): void {
  const { group } = side;
  if (group === undefined || instance.state !== 'InService') return;
  const { min, desired, max } = group.capacity;
  if (decrement && desired <= Math.max(min, 1)) return;
  if (instance.health === 'healthy') world.watcher.lost(side, instance, 'self');
  instance.state = 'Standby';
  instance.health = 'absent';
  instance.round += 1;
  delete instance.healthySince;
  if (decrement) setSizes(world, side, { min, desired: desired - 1, max }, 'self');
  else notice(world, side);
}

/** And puts it back. */
export function exitStandby(world: SimulatedWorld, side: SimulatedSide, instance: SimulatedInstance): void {
  const { group } = side;
  if (group === undefined || instance.state !== 'Standby') return;
  const { min, desired, max } = group.capacity;
  if (desired + 1 > max) {
    endInstance(world, side, instance, 'self', false);
    return;
  }
  setSizes(world, side, { min, desired: desired + 1, max }, 'self');
  register(world, side, instance);
}
