import type { ObservedSnapshot, ReleaseId } from '@imago/engine';
import type { Random } from '../../random.ts';
import { createQueue } from '../queue.ts';
import type { Behaviour, ClusterWeather, Disk, Machine, MachineFate, Seat } from './model.ts';
import { Store } from './store.ts';

/** What is in the cloud of one cluster. It changes by itself while time goes on. */
export class ClusterWorld {
  now = 0;
  readonly random: Random;
  readonly weather: ClusterWeather;
  /** By ordinal. */
  readonly seats: readonly Seat[];
  /** All that EC2 still tells of, oldest first. */
  machines: Machine[] = [];
  disks: Disk[] = [];
  snapshots: readonly ObservedSnapshot[] = [];
  /** Client tokens, and what was made by them. */
  readonly tokens: Set<string> = new Set();
  /** How many entries each snapshot holds. */
  readonly written: Map<string, number> = new Map();
  readonly templates: Set<ReleaseId> = new Set();
  readonly behaviours: Map<ReleaseId, Behaviour> = new Map();
  securityGroup = false;
  readonly store: Store;
  /** Members of which something has changed since somebody last looked. */
  readonly touched: Set<string> = new Set();
  /** What becomes of the next instances. */
  readonly fates: MachineFate[] = [];
  noMachinesUntil = 0;
  slowStopUntil = 0;
  slowDetachUntil = 0;
  snapshotsFailUntil = 0;
  checksFailUntil = 0;
  /** From then on all of them pass. */
  checksPass = false;
  /** Nobody hears anything of the cluster until then. */
  deafUntil = 0;
  /** Members that cannot be reached from here until then. */
  readonly unreachable: Map<string, number> = new Map();
  alarmUntil = 0;
  /** Told when something has changed; the world is whole again. */
  changed: () => void = () => undefined;
  /** What must never happen. */
  broken: (violation: string) => void = () => undefined;
  readonly #queue = createQueue<() => void>();
  #count = 0;

  constructor(
    random: Random,
    weather: ClusterWeather,
    { size, grows }: { readonly size: number; readonly grows: boolean },
  ) {
    this.random = random;
    this.weather = weather;
    this.seats = Array.from({ length: size }, (_, index) => ({
      name: `m-${index + 1}`,
      ordinal: index + 1,
      ended: [],
      networkInterface: undefined,
    }));
    this.store = new Store(this, grows);
  }

  /** Time has passed: what was due meanwhile happens, each thing at its time. */
  advance(now: number): void {
    for (;;) {
      const due = this.#queue.peek();
      if (due === undefined || due > now) break;
      this.now = due;
      this.#queue.take()?.value();
      this.settle();
    }
    this.now = now;
  }

  /** Lets something happen after that many milliseconds. */
  later(length: number, happens: () => void): void {
    this.#queue.add(this.now + length, happens);
  }

  /** Something was changed: what follows from it at once does. */
  settle(): void {
    this.store.regroup();
    this.changed();
  }

  /** Something of a member, or what they stand on, is no longer what it was. */
  touch(member: string): void {
    this.touched.add(member);
  }

  next(): number {
    this.#count += 1;
    return this.#count;
  }

  seat(name: string): Seat {
    const found = this.seats.find((seat) => seat.name === name);
    if (found === undefined) throw new Error(`there is no member ${name}`);
    return found;
  }

  machine(id: string): Machine | undefined {
    return this.machines.find((machine) => machine.id === id);
  }

  /** Volumes of a member that were not set aside. */
  disksOf(member: string): readonly Disk[] {
    return this.disks.filter((disk) => disk.member === member && disk.replacedBy === undefined);
  }

  /** The instance that holds a member's interface. */
  holder({ networkInterface }: Seat): Machine | undefined {
    return networkInterface?.holder === undefined ? undefined : this.machine(networkInterface.holder);
  }
}
