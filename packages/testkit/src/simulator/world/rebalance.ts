import { endInstance } from './ending.ts';
import { isHealthy } from './is-healthy.ts';
import { isSuspended } from './is-suspended.ts';
import { launch } from './launch.ts';
import type { SimulatedGroup, SimulatedSide } from './model.ts';
import { notice } from './notice.ts';
import { counted, pickVictims, zoneSizes } from './pick-victims.ts';
import { isRefreshing } from './refresh.ts';
import type { SimulatedWorld } from './world.ts';

const patience = 60_000;

/** AZRebalance: where zones differ by two, an instance is launched in the emptiest and then one ended in the fullest. */
export function considerRebalancing(
  world: SimulatedWorld,
  side: SimulatedSide,
  group: SimulatedGroup,
  forced = false,
): void {
  if (group.rebalances || isRefreshing(group) || group.deleting) return;
  if ((!isUneven(group) && !forced) || isSuspended(group.suspended, 'AZRebalance', 'Launch', 'Terminate'))
    return;
  if (world.now < world.noMachinesUntil || counted(group).length === 0) return;
  world.later(world.random.between(1000, 30_000), () => {
    if (side.group !== group || group.rebalances || isRefreshing(group) || group.deleting) return;
    if (isSuspended(group.suspended, 'AZRebalance') || (!isUneven(group) && !forced)) return;
    group.rebalances = true;
    const added = launch(world, side, group);
    const until = world.now + patience;
    const end = (): void => {
      if (side.group !== group) return;
      // AWS says that it lowers no availability: it waits for the new one, though not for ever.
      const awaited = added.state === 'Pending' || (added.state === 'InService' && !isHealthy(added));
      if (awaited && world.now < until && !isSuspended(group.suspended, 'AZRebalance')) {
        world.later(3000, end);
        return;
      }
      group.rebalances = false;
      if (counted(group).length > group.capacity.desired + group.surge) {
        // Suspended in the middle, it leaves one too many, which goes by the group's own policy.
        const others = counted(group).filter((instance) => instance !== added && !instance.protected);
        const zones = zoneSizes(others);
        const victim = isSuspended(group.suspended, 'AZRebalance')
          ? pickVictims(group, 1)[0]
          : others.sort((a, b) => (zones.get(b.zone) ?? 0) - (zones.get(a.zone) ?? 0))[0];
        if (victim !== undefined) endInstance(world, side, victim, 'self');
      }
      notice(world, side);
    };
    world.later(world.random.between(5000, 12_000), end);
  });
}

function isUneven(group: SimulatedGroup): boolean {
  const sizes = [...zoneSizes(counted(group)).values()];
  return Math.max(...sizes) - Math.min(...sizes) >= 2;
}
