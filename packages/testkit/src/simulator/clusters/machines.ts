import type { Disk, Machine } from './model.ts';
import type { ClusterWorld } from './world.ts';

/** How long EC2 takes for this and that, in milliseconds. */
const toRun = [1000, 6000] as const;
const toEnd = [2000, 12_000] as const;
const toAttach = [500, 3000] as const;
const slowly = 60_000;

/** An instance comes to being, on its member's interface where it is the member's own. */
export function begin(
  world: ClusterWorld,
  {
    member,
    release,
    attempt,
    bootstrap,
    own,
  }: Pick<Machine, 'member' | 'release' | 'attempt' | 'bootstrap'> & {
    readonly own: boolean;
  },
): Machine {
  const { random, now } = world;
  const machine: Machine = {
    id: `i-${world.next()}`,
    member,
    release,
    attempt,
    bootstrap,
    behaviour: world.behaviours.get(release) ?? 'good',
    fate: world.fates.shift(),
    launchedAt: now,
    state: 'pending',
    order: 0,
    sick: false,
    started: false,
    equippedAt: undefined,
    orderedAt: undefined,
  };
  world.machines.push(machine);
  world.touch(member);
  const { networkInterface } = world.seat(member);
  if (own && networkInterface !== undefined) networkInterface.holder = machine.id;
  const late = machine.fate === 'slow-to-run' ? slowly : 0;
  become(world, machine, late + random.between(...toRun), () => {
    if (machine.fate === 'dies-young') return end(world, machine);
    machine.state = 'running';
    equip(world, machine);
    if (machine.behaviour === 'dies') world.later(8000, () => end(world, machine));
  });
  return machine;
}

/** StopInstances. */
export function stop(world: ClusterWorld, machine: Machine, force: boolean): void {
  const { weather, random, now } = world;
  const slow = now < world.slowStopUntil ? world.slowStopUntil - now : 0;
  const length = force ? 1000 : slow + random.between(...weather.stop);
  world.touch(machine.member);
  machine.state = 'stopping';
  machine.started = false;
  become(world, machine, length, () => {
    machine.state = 'stopped';
  });
}

/** TerminateInstances, and what becomes of an instance whose machine fails. */
export function end(world: ClusterWorld, machine: Machine): void {
  if (machine.state === 'shutting-down' || machine.state === 'terminated') return;
  world.touch(machine.member);
  machine.state = 'shutting-down';
  machine.started = false;
  become(world, machine, world.random.between(...toEnd), () => {
    machine.state = 'terminated';
    world.machines = world.machines.filter((other) => other !== machine);
    const { networkInterface, ended } = world.seat(machine.member);
    if (machine.attempt !== undefined) ended.push(machine.attempt);
    if (networkInterface?.holder === machine.id) networkInterface.holder = undefined;
    for (const disk of world.disks) if (disk.attachment?.instance === machine.id) free(disk);
  });
}

/** AttachVolume. */
export function attach(world: ClusterWorld, disk: Disk, machine: Machine): void {
  const attachment = { instance: machine.id, state: 'attaching' as 'attaching' | 'attached' | 'detaching' };
  world.touch(disk.member);
  disk.attachment = attachment;
  disk.state = 'in-use';
  disk.order += 1;
  const { order } = disk;
  world.later(world.random.between(...toAttach), () => {
    if (disk.order !== order) return;
    world.touch(disk.member);
    attachment.state = 'attached';
    equip(world, machine);
  });
}

/** DetachVolume. */
export function detach(world: ClusterWorld, disk: Disk): void {
  const { weather, random, now } = world;
  if (disk.attachment === undefined) return;
  world.touch(disk.member);
  disk.attachment.state = 'detaching';
  disk.order += 1;
  const { order } = disk;
  const slow = now < world.slowDetachUntil ? world.slowDetachUntil - now : 0;
  world.later(slow + random.between(...weather.detach), () => {
    if (disk.order !== order) return;
    world.touch(disk.member);
    free(disk);
  });
}

function free(disk: Disk): void {
  disk.attachment = undefined;
  disk.state = 'available';
  disk.order += 1;
}

/** Once all volumes are there the store starts. */
function equip(world: ClusterWorld, machine: Machine): void {
  const { random, weather } = world;
  const disks = world.disksOf(machine.member);
  const complete = disks.every(
    ({ attachment }) => attachment?.instance === machine.id && attachment.state === 'attached',
  );
  if (machine.state !== 'running' || !complete || disks.length === 0 || machine.equippedAt !== undefined)
    return;
  machine.equippedAt = world.now;
  const slow = machine.behaviour === 'slow' || machine.fate === 'slow-to-boot' ? 25_000 : 0;
  const { order } = machine;
  world.later(slow + random.between(...weather.boot), () => {
    if (machine.order !== order || !boots(world, machine)) return;
    machine.started = true;
    if (machine.behaviour !== 'fails-later') return;
    world.later(random.between(20_000, 60_000), () => {
      if (machine.behaviour === 'fails-later') machine.sick = true;
    });
  });
}

function boots(world: ClusterWorld, { behaviour, fate, member }: Machine): boolean {
  if (fate === 'never-boots' || behaviour === 'never-healthy') return false;
  return behaviour !== 'half-healthy' || world.seat(member).ordinal % 2 === 1;
}

/** The next state comes after a while, unless another was ordered by then. */
function become(world: ClusterWorld, machine: Machine, length: number, comes: () => void): void {
  machine.order += 1;
  const { order } = machine;
  world.later(length, () => {
    if (machine.order !== order) return;
    world.touch(machine.member);
    comes();
  });
}
