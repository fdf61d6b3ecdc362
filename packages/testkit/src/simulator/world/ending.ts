import { isHealthy } from './is-healthy.ts';
import type { Cause, SimulatedInstance, SimulatedSide } from './model.ts';
import { notice } from './notice.ts';
import type { SimulatedWorld } from './world.ts';

const endsAfter = 2000;
/** From a look to what is done by it. */
const onItsWay = 3000;

/** An instance leaves its group: it is drained, and then it is gone. */
export function endInstance(
  world: SimulatedWorld,
  side: SimulatedSide,
  instance: SimulatedInstance,
  cause: Cause,
  drains = true,
): void {
  if (instance.state === 'Terminating') return;
  const answered = isHealthy(instance);
  // Nobody could know of it yet.
  const unseen = world.now - (instance.healthySince ?? 0) < world.weather.stale + onItsWay;
  const registered = instance.health !== 'absent' && instance.health !== 'unused';
  instance.state = 'Terminating';
  instance.round += 1;
  delete instance.healthySince;
  if (registered) instance.health = 'draining';
  if (answered) world.watcher.lost(side, instance, unseen ? 'self' : cause);
  const drain = registered && drains && !instance.dead ? side.times.drain : 0;
  world.later(drain + endsAfter, () => {
    const { group } = side;
    if (group === undefined) return;
    group.instances = group.instances.filter((other) => other !== instance);
    notice(world, side, 0);
  });
  notice(world, side);
}

/** The machine is gone, with no drain; the group notices after a while. */
export function kill(world: SimulatedWorld, side: SimulatedSide, instance: SimulatedInstance): void {
  if (instance.dead || instance.state === 'Terminating') return;
  const answered = isHealthy(instance);
  instance.dead = true;
  instance.serves = false;
  instance.round += 1;
  // A terminated instance fails its checks at once.
  if (instance.health === 'healthy' || instance.health === 'initial') instance.health = 'unhealthy';
  delete instance.healthySince;
  if (answered) world.watcher.lost(side, instance, 'self');
  world.later(world.random.between(2000, 15_000), () => endInstance(world, side, instance, 'self', false));
}
