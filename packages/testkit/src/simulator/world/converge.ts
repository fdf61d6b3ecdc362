import { endInstance } from './ending.ts';
import { isSuspended } from './is-suspended.ts';
import { launch } from './launch.ts';
import type { SimulatedGroup, SimulatedSide } from './model.ts';
import { notice } from './notice.ts';
import { counted, pickVictims } from './pick-victims.ts';
import { considerRebalancing } from './rebalance.ts';
import type { SimulatedWorld } from './world.ts';

/** A group launches or ends instances until it has as many as it should. */
export function converge(world: SimulatedWorld, side: SimulatedSide, group: SimulatedGroup): void {
  if (group.deleting) {
    // Force-deleted: nothing is drained.
    for (const instance of group.instances) endInstance(world, side, instance, 'ours', false);
    if (group.instances.length > 0) return;
    delete side.group;
    world.forget(side);
    return;
  }
  const wanted = group.capacity.desired + group.surge + (group.rebalances ? 1 : 0);
  const have = counted(group).length;
  if (have < wanted && !isSuspended(group.suspended, 'Launch')) {
    const why = refusalOf(world, group);
    if (why !== undefined) {
      group.failures.unshift(why);
      notice(world, side, world.random.between(8000, 20_000));
    } else for (let missing = wanted - have; missing > 0; missing -= 1) launch(world, side, group);
  }
  if (have > wanted && !isSuspended(group.suspended, 'Terminate')) {
    for (const victim of pickVictims(group, have - wanted)) endInstance(world, side, victim, group.sizedBy);
  }
  if (have === wanted) considerRebalancing(world, side, group);
}

function refusalOf(world: SimulatedWorld, { launches }: SimulatedGroup): string | undefined {
  if (world.sides.get(launches)?.template !== true)
    return `the launch template of ${launches} does not exist`;
  if (world.now >= world.noMachinesUntil) return undefined;
  return 'we currently do not have sufficient capacity (InsufficientInstanceCapacity)';
}
