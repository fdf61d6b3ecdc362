import type { WorldEvent } from './schedule.ts';
import { liveIn } from './invariants/snapshot.ts';
import { kill } from './world/ending.ts';
import { setServing } from './world/health.ts';
import type { SimulatedInstance, SimulatedSide } from './world/model.ts';
import { notice } from './world/notice.ts';
import { considerRebalancing } from './world/rebalance.ts';
import { enterStandby, exitStandby, scale } from './world/scaling.ts';
import type { SimulatedWorld } from './world/world.ts';

const protectedFor = 20 * 60_000;

/** Lets something happen in the cloud now; answers what it came to, where it came to anything. */
export function applyEvent(world: SimulatedWorld, event: WorldEvent): string | undefined {
  if (event.kind === 'launches') {
    world.fates.push(...event.fates);
    return `the next ${event.fates.length} instances: ${event.fates[0]}`;
  }
  if (event.kind === 'no-machines') {
    world.noMachinesUntil = world.now + event.seconds * 1000;
    return `no machines for ${event.seconds}s`;
  }
  if (event.kind === 'check-fails') {
    world.checksFailUntil = world.now + event.seconds * 1000;
    return `checks fail for ${event.seconds}s`;
  }
  const live = liveIn(world);
  const side = live === undefined ? undefined : world.sides.get(live);
  const group = side?.group;
  if (side === undefined || group === undefined || group.deleting) return undefined;
  if (event.kind === 'scale') {
    const before = group.capacity.desired;
    scale(world, side, event.by, event.change);
    return `${event.by} scales ${live} from ${before} to ${group.capacity.desired}`;
  }
  if (event.kind === 'rebalance') {
    considerRebalancing(world, side, group, true);
    return `zones of ${live} are to be rebalanced`;
  }
  const instance = nth(group.instances, event.which);
  if (instance === undefined) return undefined;
  switch (event.kind) {
    case 'die':
      kill(world, side, instance);
      return `${instance.id} of ${live} dies`;
    case 'stop-serving':
      // One that never answered does not begin to.
      if (!instance.serves) return undefined;
      setServing(world, side, instance, false);
      world.later(event.seconds * 1000, () => setServing(world, side, instance, true));
      return `${instance.id} of ${live} does not answer for ${event.seconds}s`;
    case 'protect':
    case 'unprotect':
      protect(world, side, instance, event.kind === 'protect');
      return `${event.kind} ${instance.id} of ${live}`;
    case 'standby':
      instance.heldAt = world.now;
      enterStandby(world, side, instance, event.decrement);
      world.later(event.seconds * 1000, () => {
        instance.heldAt = world.now;
        exitStandby(world, side, instance);
      });
      return `${instance.id} of ${live} in standby for ${event.seconds}s`;
  }
}

/** Whoever protects an instance lifts it again before the day is over, so that what waits for it goes on. */
function protect(
  world: SimulatedWorld,
  side: SimulatedSide,
  instance: SimulatedInstance,
  held: boolean,
): void {
  instance.protected = held;
  instance.heldAt = world.now;
  if (held) world.later(protectedFor, () => protect(world, side, instance, false));
  // A group that is larger than it should be was only waiting for that.
  else notice(world, side);
}

function nth(instances: readonly SimulatedInstance[], which: number): SimulatedInstance | undefined {
  const running = instances.filter(({ state, dead }) => state === 'InService' && !dead);
  return running.length === 0 ? undefined : running[which % running.length];
}
