import type { Capacity, ReleaseId } from '@imago/engine';
import type { Random } from '../../random.ts';
import { createQueue } from '../queue.ts';
import { converge } from './converge.ts';
import { useTargetGroups } from './health.ts';
import { isHealthy } from './is-healthy.ts';
import type {
  Cause,
  InstanceFate,
  SideTimes,
  SimulatedGroup,
  SimulatedInstance,
  SimulatedSide,
  Weather,
} from './model.ts';
import { retire } from './scaling.ts';

/** Told of what happens in the world. */
export interface WorldWatcher {
  /** An instance that answered users does so no more. */
  lost(side: SimulatedSide, instance: SimulatedInstance, cause: Cause): void;
  /** A group was scaled by somebody else. */
  scaled(side: SimulatedSide, before: Capacity, after: Capacity): void;
  /** Something has changed; the world is whole again. */
  changed(): void;
}

const nobody: WorldWatcher = { lost() {}, scaled() {}, changed() {} };
const calm: Weather = { boot: [500, 40_000], stale: 0 };

/** What is in the cloud. It changes by itself, as AWS's parts do, while time goes on. */
export class SimulatedWorld {
  readonly sides: Map<ReleaseId, SimulatedSide> = new Map();
  readonly securityGroups: Set<'load-balancer' | 'instances'> = new Set();
  loadBalancer: { readonly activeAt: number } | undefined;
  /** Undefined: no listener. */
  weights: Map<ReleaseId, number> | undefined;
  /** Sides that a rule of the listener forwards to. */
  testTraffic: readonly ReleaseId[] = [];
  now = 0;
  watcher: WorldWatcher = nobody;
  /** What becomes of the next instances. */
  readonly fates: InstanceFate[] = [];
  /** Gates and hooks fail until then. */
  checksFailUntil = 0;
  /** AWS has no machines until then. */
  noMachinesUntil = 0;
  readonly random: Random;
  readonly weather: Weather;
  readonly #queue = createQueue<() => void>();
  #instances = 0;

  constructor(random: Random, weather: Weather = calm) {
    this.random = random;
    this.weather = weather;
  }

  /** Time has passed: what was due meanwhile happens, each thing at its time. */
  advance(date: Date): void {
    const now = date.getTime();
    for (;;) {
      const due = this.#queue.peek();
      if (due === undefined || due > now) break;
      this.now = due;
      this.#queue.take()?.value();
      this.watcher.changed();
    }
    this.now = now;
  }

  /** Lets something happen after that many milliseconds. */
  later(length: number, happens: () => void): void {
    this.#queue.add(this.now + length, happens);
  }

  /** The group looks at itself now. What launches and ends instances stands above what asks for a look. */
  converge(side: SimulatedSide, group: SimulatedGroup): void {
    converge(this, side, group);
  }

  nextInstance(): number {
    this.#instances += 1;
    return this.#instances;
  }

  /** The side, made where there is nothing of it yet. */
  ensure(release: ReleaseId, imageId: string, times: SideTimes): SimulatedSide {
    const side = this.sides.get(release);
    if (side !== undefined) return side;
    const made: SimulatedSide = {
      release,
      template: false,
      targetGroup: false,
      behaviour: behaviourOf(imageId),
      times,
    };
    this.sides.set(release, made);
    return made;
  }

  /** A side that has nothing left is no side. */
  forget(side: SimulatedSide): void {
    if (!side.template && !side.targetGroup && side.group === undefined) this.sides.delete(side.release);
  }

  setListener(
    weights: ReadonlyMap<ReleaseId, number> | undefined,
    testTraffic: readonly ReleaseId[] = this.testTraffic,
  ): void {
    this.weights = weights === undefined ? undefined : new Map(weights);
    this.testTraffic = weights === undefined ? [] : testTraffic;
    useTargetGroups(this);
  }

  /** AWS refuses a time that is past, so that the adapter asks for one a minute ahead at the soonest. */
  scheduleRetirement(side: SimulatedSide, asked: Date): void {
    if (side.group === undefined) return;
    const at = new Date(Math.max(asked.getTime(), this.now + 60_000));
    side.group.retirement = at;
    this.later(at.getTime() - this.now, () => retire(this, side, at));
  }

  healthyCount(release: ReleaseId): number {
    const instances = this.sides.get(release)?.group?.instances ?? [];
    return instances.reduce((count, instance) => (isHealthy(instance) ? count + 1 : count), 0);
  }

  isEmpty(): boolean {
    return this.sides.size === 0 && this.securityGroups.size === 0 && this.loadBalancer === undefined;
  }
}

/** The image's id says how its instances turn out. */
export function behaviourOf(imageId: string): SimulatedSide['behaviour'] {
  const kinds = ['never-healthy', 'fails-requests', 'fails-later', 'half-healthy', 'slow'] as const;
  return kinds.find((kind) => imageId.includes(kind)) ?? 'good';
}
