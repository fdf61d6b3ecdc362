import { endInstance } from './ending.ts';
import { isHealthy } from './is-healthy.ts';
import { isSuspended } from './is-suspended.ts';
import type { SimulatedInstance, SimulatedSide } from './model.ts';
import type { SimulatedWorld } from './world.ts';

/** A target group that no listener names is not health-checked. */
const isInUse = ({ weights, testTraffic }: SimulatedWorld, { release }: SimulatedSide): boolean =>
  weights?.has(release) === true || testTraffic.includes(release);

/** The instance has come into service: it is registered, and checked from now on. */
export function register(world: SimulatedWorld, side: SimulatedSide, instance: SimulatedInstance): void {
  instance.state = 'InService';
  instance.inServiceAt ??= world.now;
  if (!side.targetGroup) return;
  instance.health = isInUse(world, side) ? 'initial' : 'unused';
  check(world, side, instance);
}

/** The application begins or ceases to answer. */
export function setServing(
  world: SimulatedWorld,
  side: SimulatedSide,
  instance: SimulatedInstance,
  serves: boolean,
): void {
  if (instance.serves === serves || (instance.dead && serves)) return;
  instance.serves = serves;
  instance.round += 1;
  check(world, side, instance);
}

/** The listener has changed: target groups come into use and fall out of it. */
export function useTargetGroups(world: SimulatedWorld): void {
  for (const side of world.sides.values()) {
    const inUse = isInUse(world, side);
    for (const instance of side.group?.instances ?? []) {
      const idle = instance.health === 'unused';
      if (instance.state !== 'InService' || idle !== inUse || instance.health === 'absent') continue;
      const answered = isHealthy(instance);
      instance.round += 1;
      instance.health = inUse ? 'initial' : 'unused';
      delete instance.healthySince;
      if (answered) world.watcher.lost(side, instance, 'ours');
      check(world, side, instance);
    }
  }
}

/** The load balancer has asked often enough after a while, if nothing changes meanwhile. */
function check(world: SimulatedWorld, side: SimulatedSide, instance: SimulatedInstance): void {
  const { health, round, serves } = instance;
  if (health !== 'initial' && health !== 'healthy' && health !== 'unhealthy') return;
  const { healthyAfter, unhealthyAfter } = side.times;
  const after = serves ? healthyAfter : unhealthyAfter;
  world.later(world.random.between(after / 2, after), () => {
    if (instance.round !== round || !['initial', 'healthy', 'unhealthy'].includes(instance.health)) return;
    const before = instance.health;
    instance.health = serves ? 'healthy' : 'unhealthy';
    if (before === instance.health) return;
    if (serves) instance.healthySince = world.now;
    else {
      delete instance.healthySince;
      if (before === 'healthy' && instance.state === 'InService') world.watcher.lost(side, instance, 'self');
      replaceUnhealthy(world, side, instance);
    }
  });
}

/** Auto Scaling ends what the load balancer finds unhealthy, once the grace period is over. */
function replaceUnhealthy(world: SimulatedWorld, side: SimulatedSide, instance: SimulatedInstance): void {
  const graceEnds = (instance.inServiceAt ?? world.now) + side.times.grace;
  const wait = Math.max(0, graceEnds - world.now) + world.random.between(1000, 10_000);
  const { round } = instance;
  world.later(wait, () => {
    const { group } = side;
    if (group === undefined || instance.round !== round || instance.health !== 'unhealthy') return;
    if (isSuspended(group.suspended, 'HealthCheck', 'ReplaceUnhealthy', 'Terminate')) return;
    if (instance.state === 'InService') endInstance(world, side, instance, 'self');
  });
}
