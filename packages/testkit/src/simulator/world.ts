import type { Capacity, ReleaseId, TargetState } from '@imago/engine';
import type { Random } from '../random.ts';

/** How the instances of an image turn out. */
export type ImageBehaviour = 'good' | 'never-healthy' | 'fails-requests';

export interface SimulatedInstance {
  readonly id: string;
  readonly release: ReleaseId;
  readonly healthyAt: number;
  /** When it stops draining and is gone. */
  goneAt?: number;
}

export interface SimulatedGroup {
  capacity: Capacity;
  deleting: boolean;
  suspended: readonly string[];
  instances: SimulatedInstance[];
  retirement?: Date;
  launches: ReleaseId;
}

export interface SimulatedSide {
  template: boolean;
  targetGroup: boolean;
  readonly behaviour: ImageBehaviour;
  group?: SimulatedGroup;
}

const drain = 10_000;

/** What is in the cloud: it changes by itself as AWS's parts do, each time the clock moves. */
export class SimulatedWorld {
  readonly sides: Map<ReleaseId, SimulatedSide> = new Map();
  readonly securityGroups: Set<'load-balancer' | 'instances'> = new Set();
  loadBalancer: { readonly activeAt: number } | undefined;
  /** Undefined: no listener. */
  weights: Map<ReleaseId, number> | undefined;
  testTraffic: readonly ReleaseId[] = [];
  now = 0;
  #instances = 0;
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Time has passed: scheduled actions are due, groups launch and end instances. */
  advance(now: Date): void {
    this.now = now.getTime();
    for (const [release, side] of this.sides) {
      const { group } = side;
      if (group === undefined) continue;
      if (group.retirement !== undefined && group.retirement <= now) {
        group.capacity = { min: 0, desired: 0, max: 0 };
        delete group.retirement;
      }
      this.#converge(group);
      if (group.deleting && group.instances.length === 0) delete side.group;
      this.#forget(release, side);
    }
  }

  healthOf(side: SimulatedSide, release: ReleaseId, instance: SimulatedInstance): TargetState {
    if (instance.goneAt !== undefined) return 'draining';
    if (!side.targetGroup || this.weights?.has(release) !== true) return 'unused';
    if (this.now < instance.healthyAt) return 'initial';
    return side.behaviour === 'never-healthy' ? 'unhealthy' : 'healthy';
  }

  healthyCount(release: ReleaseId): number {
    const side = this.sides.get(release);
    if (side?.group === undefined) return 0;
    return side.group.instances.filter((instance) => this.healthOf(side, release, instance) === 'healthy')
      .length;
  }

  /** Whether a request that a user sends now is answered. */
  answers(): boolean {
    if (
      this.loadBalancer === undefined ||
      this.now < this.loadBalancer.activeAt ||
      this.weights === undefined
    )
      return false;
    const entries = [...this.weights].filter(([, weight]) => weight > 0);
    if (entries.length === 0) return false;
    return entries.every(
      ([release]) =>
        this.healthyCount(release) > 0 && this.sides.get(release)?.behaviour !== 'fails-requests',
    );
  }

  isEmpty(): boolean {
    return this.sides.size === 0 && this.securityGroups.size === 0 && this.loadBalancer === undefined;
  }

  /** A side that has nothing left is no side. */
  drop(release: ReleaseId): void {
    const side = this.sides.get(release);
    if (side !== undefined) this.#forget(release, side);
  }

  #forget(release: ReleaseId, side: SimulatedSide): void {
    if (!side.template && !side.targetGroup && side.group === undefined) this.sides.delete(release);
  }

  #converge(group: SimulatedGroup): void {
    group.instances = group.instances.filter(({ goneAt }) => goneAt === undefined || goneAt > this.now);
    const staying = group.instances.filter(({ goneAt }) => goneAt === undefined);
    const wanted = group.deleting ? 0 : group.capacity.desired;
    for (let missing = wanted - staying.length; missing > 0; missing -= 1) {
      this.#instances += 1;
      const boot = this.#random.between(500, 40_000);
      group.instances.push({
        id: `i-${String(this.#instances).padStart(8, '0')}`,
        release: group.launches,
        healthyAt: this.now + boot,
      });
    }
    for (const extra of staying.slice(wanted)) extra.goneAt = this.now + (group.deleting ? 3000 : drain);
  }
}
