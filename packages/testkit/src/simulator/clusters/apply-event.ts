import { begin, end, stop } from './machines.ts';
import type { ClusterEvent } from './schedule.ts';
import type { Machine, Seat } from './model.ts';
import type { ClusterWorld } from './world.ts';

/** Lets something happen to a cluster now; answers what it came to, where it came to anything. */
export function applyClusterEvent(world: ClusterWorld, event: ClusterEvent): string | undefined {
  const happened = apply(world, event);
  world.settle();
  return happened;
}

function apply(world: ClusterWorld, event: ClusterEvent): string | undefined {
  const until = 'seconds' in event ? world.now + event.seconds * 1000 : 0;
  switch (event.kind) {
    case 'launches':
      world.fates.push(...event.fates);
      return `the next ${event.fates.length} instances: ${event.fates[0]}`;
    case 'deaf':
      world.deafUntil = until;
      return `nothing is heard for ${event.seconds}s`;
    case 'alarm':
      world.alarmUntil = until;
      return `an alarm for ${event.seconds}s`;
    case 'slow-detach':
      world.slowDetachUntil = until;
      return `volumes are slow to detach for ${event.seconds}s`;
    case 'slow-stop':
      world.slowStopUntil = until;
      return `instances are slow to stop for ${event.seconds}s`;
    case 'no-machines':
      world.noMachinesUntil = until;
      return `no machines for ${event.seconds}s`;
    case 'snapshots-fail':
      world.snapshotsFailUntil = until;
      return `snapshots fail for ${event.seconds}s`;
    case 'checks-fail':
      world.checksFailUntil = until;
      return `checks fail for ${event.seconds}s`;
    case 'die':
    case 'stop':
    case 'lead':
    case 'stray':
    case 'sicken':
    case 'unreachable':
    case 'cut':
    case 'isolate':
      return befall(world, seatAt(world, event.which), event);
  }
}

type Mishap = Extract<ClusterEvent, { readonly which: number }>;

function befall(world: ClusterWorld, seat: Seat, event: Mishap): string | undefined {
  const { name } = seat;
  const machine = world.holder(seat);
  switch (event.kind) {
    case 'die':
      if (machine === undefined || !isOn(machine)) return undefined;
      end(world, machine);
      return `${machine.id} of ${name} dies`;
    case 'stop':
      if (machine?.state !== 'running') return undefined;
      stop(world, machine, true);
      return `${machine.id} of ${name} is stopped by somebody`;
    case 'lead':
      world.store.lead(name);
      return world.store.leader === name ? `${name} leads` : undefined;
    case 'stray': {
      if (machine === undefined || !isOn(machine)) return undefined;
      const { release, bootstrap } = machine;
      const stray = begin(world, { member: name, release, bootstrap, attempt: undefined, own: false });
      return `somebody launches ${stray.id} for ${name}`;
    }
    case 'sicken':
      if (machine?.state !== 'running') return undefined;
      machine.sick = true;
      world.later(event.seconds * 1000, () => {
        machine.sick = false;
      });
      return `${machine.id} of ${name} does not answer for ${event.seconds}s`;
    case 'unreachable':
      world.unreachable.set(name, world.now + event.seconds * 1000);
      world.later(event.seconds * 1000, () => undefined);
      return `${name} cannot be reached from here for ${event.seconds}s`;
    case 'cut': {
      const other = seatAt(world, event.other).name;
      if (other !== name) world.store.cut(name, other, event.seconds * 1000);
      return `${name} and ${other} do not hear each other for ${event.seconds}s`;
    }
    case 'isolate':
      for (const { name: other } of world.seats) {
        if (other !== name) world.store.cut(name, other, event.seconds * 1000);
      }
      return `${name} is cut off for ${event.seconds}s`;
  }
}

const isOn = ({ state }: Machine): boolean => state === 'running' || state === 'pending';

function seatAt(world: ClusterWorld, which: number): Seat {
  const { seats } = world;
  const seat = seats[which % seats.length];
  if (seat === undefined) throw new Error('there are no members');
  return seat;
}
