import type { ReleaseId } from '@imago/engine';
import { endInstance, kill } from './ending.ts';
import { isSuspended, register, setServing } from './health.ts';
import type { InstanceFate, SimulatedGroup, SimulatedInstance, SimulatedSide } from './model.ts';
import { counted, emptiestZone, pickVictims } from './pick-victims.ts';
import { considerRebalancing } from './rebalance.ts';
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
    converge(world, side, group);
  });
}

function converge(world: SimulatedWorld, side: SimulatedSide, group: SimulatedGroup): void {
  if (group.deleting) {
    // Force-deleted: nothing is drained.
    for (const instance of [...group.instances]) endInstance(world, side, instance, 'ours', false);
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

/** Starts an instance of the release that the group launches, or of the one given. */
export function launch(
  world: SimulatedWorld,
  side: SimulatedSide,
  group: SimulatedGroup,
  release: ReleaseId = group.refresh?.status === 'InProgress' ? group.refresh.to : group.launches,
): SimulatedInstance {
  const { random, weather } = world;
  const number = world.nextInstance();
  const behaviour = world.sides.get(release)?.behaviour ?? side.behaviour;
  const instance: SimulatedInstance = {
    id: `i-${String(number).padStart(8, '0')}`,
    release,
    zone: emptiestZone(counted(group)),
    launchedAt: world.now,
    behaviour,
    state: 'Pending',
    serves: false,
    dead: false,
    health: 'absent',
    protected: false,
    round: 0,
  };
  group.instances.push(instance);
  const fate = world.fates.shift();
  const inService = random.between(500, 4000);
  const slow = behaviour === 'slow' ? 3 : 1;
  const boot = random.between(...weather.boot) * slow;
  world.later(inService, () => {
    if (instance.state !== 'Pending') return;
    if (fate === 'never-in-service') endInstance(world, side, instance, 'self', false);
    else register(world, side, instance);
  });
  const answers =
    behaviour !== 'never-healthy' &&
    fate !== 'never-boots' &&
    !(behaviour === 'half-healthy' && number % 2 === 0);
  if (answers) world.later(inService + boot, () => setServing(world, side, instance, true));
  befall(world, side, instance, fate, inService + boot);
  return instance;
}

function befall(
  world: SimulatedWorld,
  side: SimulatedSide,
  instance: SimulatedInstance,
  fate: InstanceFate | undefined,
  up: number,
): void {
  const { random } = world;
  if (fate === 'dies-young')
    world.later(up + random.between(5000, 60_000), () => kill(world, side, instance));
  if (fate === 'flaps') {
    const from = up + random.between(15_000, 40_000);
    world.later(from, () => setServing(world, side, instance, false));
    world.later(from + random.between(20_000, 40_000), () => setServing(world, side, instance, true));
  }
}
