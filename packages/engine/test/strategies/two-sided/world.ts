import type { Action, Capacity, JournalEntry, Observed, ReleaseId, RolloutRecord, Side } from '@imago/engine';
import { environment } from '../build.ts';

interface Machine {
  readonly id: string;
  readonly bornAt: number;
  /** Undefined: never. */
  readonly healthyAt: number | undefined;
}

interface Group {
  capacity: Capacity;
  machines: Machine[];
  retireAt: string | undefined;
}

/** What becomes of new machines. */
export interface Luck {
  /** Seconds until one is healthy, in turn; undefined: never. */
  readonly boot: readonly (number | undefined)[];
}

/** A simple cloud of sides behind a listener. Time is in whole seconds. */
export class World {
  readonly groups: Map<ReleaseId, Group> = new Map();
  readonly weights: Map<ReleaseId, number> = new Map();
  testTraffic: readonly ReleaseId[] = [];
  now = 0;
  readonly #luck: Luck;
  readonly #past: Observed[] = [];
  #count = 0;

  constructor(luck: Luck, live: Capacity) {
    this.#luck = luck;
    const machines = Array.from({ length: live.desired }, (_, index) => ({
      id: `i-live-${index}`,
      bornAt: 0,
      healthyAt: 0,
    }));
    this.groups.set('r1', { capacity: live, machines, retireAt: undefined });
    this.weights.set('r1', 100);
  }

  date(second: number = this.now): Date {
    return new Date(Date.UTC(2026, 0, 1) + second * 1000);
  }

  /** A second goes by: groups come to their size, and what is seen now may be seen for a while. */
  pass(): void {
    this.now += 1;
    for (const group of this.groups.values()) {
      while (group.machines.length > group.capacity.desired) group.machines.pop();
      while (group.machines.length < group.capacity.desired) group.machines.push(this.#launch());
    }
    this.#past.push(this.#seen());
  }

  /** What was to be seen so many seconds ago. */
  look(age: number): Observed {
    const seen = this.#past.at(-1 - age) ?? this.#past[0];
    if (seen === undefined) throw new Error('look only after a second has passed');
    return seen;
  }

  healthy(release: ReleaseId): number {
    const machines = this.groups.get(release)?.machines ?? [];
    return machines.filter(({ healthyAt }) => healthyAt !== undefined && healthyAt <= this.now).length;
  }

  weight(release: ReleaseId): number {
    return this.weights.get(release) ?? 0;
  }

  perform(action: Action): void {
    switch (action.kind) {
      case 'prepare-side': {
        const { release, capacity } = action;
        const group = this.groups.get(release) ?? { machines: [], retireAt: undefined };
        this.groups.set(release, { ...group, capacity });
        const served = [...this.weights].some(([other, weight]) => other !== release && weight > 0);
        const weight = served ? 0 : action.weight;
        if ((this.weights.get(release) ?? -1) < weight) this.weights.set(release, weight);
        return;
      }
      case 'set-weights':
        this.#forward(action.weights);
        return;
      case 'set-test-traffic':
        this.testTraffic = action.releases;
        return;
      case 'set-capacity':
        this.resize(action.release, action.capacity);
        return;
      case 'schedule-retirement':
      case 'cancel-retirement': {
        const group = this.groups.get(action.release);
        if (group !== undefined)
          group.retireAt = action.kind === 'schedule-retirement' ? action.at : undefined;
        return;
      }
      case 'remove-side':
        this.groups.delete(action.release);
        this.weights.delete(action.release);
        return;
      // Between two sides nothing is replaced, and what they stand behind is there.
      case 'prepare-environment':
      case 'prepare-template':
      case 'remove-environment':
      case 'set-template':
      case 'set-suspended':
      case 'start-refresh':
      case 'cancel-refresh':
      case 'terminate':
        return;
    }
  }

  resize(release: ReleaseId, capacity: Capacity): void {
    const group = this.groups.get(release);
    if (group !== undefined) group.capacity = capacity;
  }

  #forward(weights: readonly { readonly release: ReleaseId; readonly weight: number }[]): void {
    this.weights.clear();
    for (const { release, weight } of weights) this.weights.set(release, weight);
  }

  #launch(): Machine {
    const { boot } = this.#luck;
    const takes = boot[this.#count % boot.length];
    this.#count += 1;
    const healthyAt = takes === undefined ? undefined : this.now + takes;
    return { id: `i-${this.#count}`, bornAt: this.now, healthyAt };
  }

  #seen(): Observed {
    const sides = [...this.groups].map(([release, group]) => this.#side(release, group));
    return {
      ...environment(...sides.sort((a, b) => a.release.localeCompare(b.release))),
      at: this.date(),
      listener: { arn: 'arn:listener', port: 80, testTraffic: this.testTraffic },
    };
  }

  #side(release: ReleaseId, { capacity, machines, retireAt }: Group): Side {
    const weight = this.weights.get(release);
    const retirement = { name: 'retire', capacity: { min: 0, desired: 0, max: 0 } };
    return {
      release,
      launchTemplateId: `lt-${release}`,
      targetGroupArn: `arn:${release}`,
      ...(weight === undefined ? {} : { weight }),
      group: {
        name: release,
        launches: release,
        capacity,
        deleting: false,
        suspendedProcesses: [],
        ...(retireAt === undefined ? {} : { retirement: { ...retirement, at: new Date(retireAt) } }),
        instances: machines.map(({ id, bornAt, healthyAt }) => ({
          id,
          zone: 'a',
          release,
          protected: false,
          launchedAt: this.date(bornAt),
          lifecycleState: 'InService',
          health: healthyAt !== undefined && healthyAt <= this.now ? 'healthy' : 'initial',
        })),
      },
    };
  }
}

/** The record of a deploy from r1 to r2, as it begins. */
export function recordOf(
  strategy: NonNullable<RolloutRecord['strategy']>,
  capacity: Capacity,
  startedAt: Date,
  entries: readonly JournalEntry[],
): RolloutRecord {
  return {
    number: 1,
    kind: 'deploy',
    strategy,
    to: 'r2',
    from: 'r1',
    toSide: 'r2',
    fromSide: 'r1',
    environmentExisted: true,
    before: [{ release: 'r1', launches: 'r1', capacity, suspendedProcesses: [], weight: 100 }],
    capacity,
    startedAt: startedAt.toISOString(),
    by: 'ada@host',
    token: 1,
    entries,
  };
}
