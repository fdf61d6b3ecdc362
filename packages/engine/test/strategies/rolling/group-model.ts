import type { Action, Capacity, Observed, ObservedGroup, ReleaseId, TargetState } from '@imago/engine';

/** How instances of a release turn out. */
export interface Behaviour {
  readonly bootSeconds: number;
  readonly healthy: boolean;
}

interface ModelInstance {
  readonly id: string;
  readonly release: ReleaseId;
  readonly zone: string;
  readonly launchedAt: number;
  readonly healthyAt: number;
  state: 'Pending' | 'InService' | 'Terminating' | 'Standby';
  protected: boolean;
  goneAt?: number;
}

interface Moment {
  readonly seconds: number;
  readonly group: ObservedGroup;
  readonly templates: ReadonlySet<ReleaseId>;
}

/** An Auto Scaling group behind a target group, played by the second; it keeps what it looked like, for stale looks. */
export class GroupModel {
  readonly epoch: Date = new Date('2026-01-01T12:00:00Z');
  seconds = 0;
  capacity: Capacity;
  launches: ReleaseId = 'r1';
  suspended: readonly string[] = [];
  templates: Set<ReleaseId> = new Set();
  instances: ModelInstance[] = [];
  /** Changes that its users made to the size, one after the other. */
  readonly changes: number[] = [];
  readonly #history: Moment[] = [];
  #number = 0;
  readonly #behaviour: Readonly<Record<string, Behaviour>>;

  constructor(capacity: Capacity, behaviour: Readonly<Record<string, Behaviour>>) {
    this.capacity = capacity;
    this.#behaviour = behaviour;
    this.#fill(-3600);
    for (const instance of this.instances) instance.state = 'InService';
    this.#remember();
  }

  get now(): Date {
    return this.#date(this.seconds);
  }

  get alive(): readonly ModelInstance[] {
    return this.instances.filter(({ state }) => state === 'Pending' || state === 'InService');
  }

  get healthy(): number {
    return this.instances.filter((instance) => this.#health(instance) === 'healthy').length;
  }

  /** How many instances there are in each zone. */
  get zones(): readonly number[] {
    return ['a', 'b', 'c'].map((name) => this.alive.filter(({ zone }) => zone === name).length);
  }

  advance(): void {
    this.seconds += 1;
    for (const instance of this.instances) {
      if (instance.state === 'Pending' && this.seconds >= instance.launchedAt + 2)
        instance.state = 'InService';
      // The group's own health check replaces what does not answer a minute after its launch.
      const overdue = this.seconds > instance.launchedAt + 60 && this.#health(instance) !== 'healthy';
      if (instance.state === 'InService' && overdue) this.#end(instance);
    }
    this.instances = this.instances.filter(({ goneAt }) => goneAt === undefined || goneAt > this.seconds);
    this.#fill(this.seconds);
    this.#remember();
  }

  /** Somebody else changes the size by so many, as far as the limits let them. */
  scale(by: number): void {
    const { min, max, desired } = this.capacity;
    const next = Math.min(Math.max(desired + by, min), max);
    this.changes.push(next - desired);
    this.capacity = { min, max, desired: next };
    this.#fill(this.seconds);
    this.#remember();
  }

  perform(action: Action): void {
    if (action.kind === 'prepare-template') this.templates.add(action.release);
    if (action.kind === 'remove-side') this.templates.delete(action.release);
    if (action.kind === 'set-suspended') this.suspended = action.processes;
    if (action.kind === 'set-template') this.launches = action.template;
    if (action.kind === 'set-capacity') this.capacity = action.capacity;
    if (action.kind === 'terminate') {
      for (const id of action.instances) {
        const found = this.instances.find((instance) => instance.id === id);
        // As AWS does: what is on its way out is no mistake, and shrinks nothing.
        if (found === undefined || found.state === 'Terminating') continue;
        this.#end(found);
        if (action.shrink) this.capacity = { ...this.capacity, desired: this.capacity.desired - 1 };
      }
    }
    this.#fill(this.seconds);
    this.#remember();
  }

  /** The group as it was some seconds ago, with the health of other seconds ago. */
  look(age: number, healthAge: number): Observed {
    const then = this.#at(age);
    const health = new Map(this.#at(healthAge).group.instances.map((one) => [one.id, one.health]));
    const group: ObservedGroup = {
      ...then.group,
      instances: then.group.instances.map((one) => ({ ...one, health: health.get(one.id) ?? 'absent' })),
    };
    return {
      environment: { project: 'shop', environment: 'production' },
      at: this.now,
      securityGroups: {},
      loadBalancer: { arn: 'arn:lb', dnsName: 'lb.test', state: 'active' },
      listener: { arn: 'arn:listener', port: 80, testTraffic: [] },
      sides: [
        { release: 'r1', launchTemplateId: 'lt-r1', targetGroupArn: 'arn:r1', weight: 100, group },
        ...[...then.templates].map((release) => ({ release, launchTemplateId: `lt-${release}` })),
      ],
    };
  }

  #at(age: number): Moment {
    const seconds = this.seconds - age;
    const found = this.#history.findLast((moment) => moment.seconds <= seconds) ?? this.#history[0];
    if (found === undefined) throw new Error('nothing was remembered');
    return found;
  }

  #fill(launchedAt: number): void {
    const { desired } = this.capacity;
    for (let left = desired - this.alive.length; left > 0; left -= 1) {
      this.#number += 1;
      const { bootSeconds, healthy } = this.#behaviour[this.launches] ?? { bootSeconds: 1, healthy: true };
      this.instances.push({
        id: `i-${this.#number}`,
        release: this.launches,
        zone: this.#emptiest(),
        launchedAt,
        healthyAt: healthy ? launchedAt + bootSeconds : Number.POSITIVE_INFINITY,
        state: 'Pending',
        protected: false,
      });
    }
    // Scaling in takes the oldest, healthy or not.
    const surplus = this.alive
      .filter((instance) => !instance.protected)
      .slice(0, Math.max(0, this.alive.length - desired));
    for (const instance of surplus) this.#end(instance);
  }

  #emptiest(): string {
    return ['a', 'b', 'c'][this.zones.indexOf(Math.min(...this.zones))] ?? 'a';
  }

  #end(instance: ModelInstance): void {
    instance.state = 'Terminating';
    instance.goneAt = this.seconds + 10;
  }

  #health({ state, healthyAt }: ModelInstance): TargetState {
    if (state === 'Terminating') return 'draining';
    if (state !== 'InService') return 'absent';
    return healthyAt <= this.seconds ? 'healthy' : 'unhealthy';
  }

  #remember(): void {
    const instances = this.instances.map((instance) => ({
      id: instance.id,
      lifecycleState: instance.state,
      zone: instance.zone,
      release: instance.release,
      launchedAt: this.#date(instance.launchedAt),
      protected: instance.protected,
      health: this.#health(instance),
    }));
    const { launches, capacity, suspended: suspendedProcesses } = this;
    const group = { name: 'shop', launches, capacity, suspendedProcesses, deleting: false, instances };
    this.#history.push({ seconds: this.seconds, group, templates: new Set(this.templates) });
    if (this.#history.length > 200) this.#history.shift();
  }

  #date(seconds: number): Date {
    return new Date(this.epoch.getTime() + seconds * 1000);
  }
}
