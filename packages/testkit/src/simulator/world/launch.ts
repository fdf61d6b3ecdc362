import type { ReleaseId } from '@imago/engine';
import { endInstance, kill } from './ending.ts';
import { register, setServing } from './health.ts';
import type { InstanceFate, SimulatedGroup, SimulatedInstance, SimulatedSide } from './model.ts';
import { counted, emptiestZone } from './pick-victims.ts';
import type { SimulatedWorld } from './world.ts';

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
