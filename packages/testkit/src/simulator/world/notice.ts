import type { SimulatedSide } from './model.ts';
import type { SimulatedWorld } from './world.ts';

/** The group looks at itself soon, and launches or ends instances. */
export function notice(
  world: SimulatedWorld,
  side: SimulatedSide,
  wait: number = world.random.between(300, 3000),
): void {
  const { group } = side;
  const at = world.now + wait;
  if (group === undefined || (group.lookAt !== undefined && group.lookAt <= at)) return;
  group.lookAt = at;
  world.later(wait, () => {
    if (side.group !== group || group.lookAt !== at) return;
    delete group.lookAt;
    world.converge(side, group);
  });
}
