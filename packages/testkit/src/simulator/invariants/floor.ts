import type { ReleaseId, RolloutRecord } from '@imago/engine';
import { isHealthy } from '../world/is-healthy.ts';
import type { Cause, SimulatedInstance, SimulatedSide } from '../world/model.ts';
import type { SimulatedWorld } from '../world/world.ts';

/** How long a process may not know yet of an instance that is lost: old answers, slow calls, a decision on its way. */
const unawareFor = 30_000;

/** Instances that a side lost by itself. */
interface Losses {
  /** Times at which they were lost, which a process may not know yet. */
  recent: number[];
  /** Those that have not been made up for. */
  known: number;
}

/** Invariant 1: the healthy capacity that serves users stays above the floor, but for what is lost by itself. */
export class Floor {
  /** How many healthy instances a side owes to its users. */
  readonly #owed = new Map<ReleaseId, number>();
  /** How many it would owe if it had all traffic. */
  readonly #whole = new Map<ReleaseId, number>();
  readonly #losses = new Map<ReleaseId, Losses>();
  readonly #world: SimulatedWorld;

  constructor(world: SimulatedWorld) {
    this.#world = world;
  }

  lost({ release }: SimulatedSide, cause: Cause): void {
    if (cause === 'self') this.#lossesOf(release).recent.push(this.#world.now);
  }

  /** Instances lost by themselves that count for nobody's fault. */
  excuses(release: ReleaseId): number {
    const { recent, known } = this.#lossesOf(release);
    return recent.length + known;
  }

  /** The group was made smaller by somebody else: it owes no more than that. */
  scaledTo(release: ReleaseId, desired: number): void {
    const owed = this.#owed.get(release);
    if (owed !== undefined && owed > desired) this.#owed.set(release, desired);
  }

  forgive(): void {
    this.#owed.clear();
  }

  /** From now on the side owes so many, and `whole` with all traffic: what it lacks by then was lost before. */
  owe(release: ReleaseId, count: number, whole: number): void {
    this.#owed.set(release, count);
    this.#whole.set(release, whole);
  }

  owedBy(release: ReleaseId): number {
    return this.#owed.get(release) ?? 0;
  }

  /** What is wrong now. */
  check(): string | undefined {
    let found: string | undefined;
    const { weights, now } = this.#world;
    for (const [release, weight] of weights ?? []) {
      const owed = this.#owed.get(release);
      if (weight === 0 || owed === undefined) continue;
      const healthy = this.#world.healthyCount(release);
      const missing = owed - healthy;
      const losses = this.#lossesOf(release);
      if (missing > losses.recent.length + losses.known) {
        found = `${healthy} healthy instances of ${release}, which has weight ${weight} and owes ${owed} (${losses.recent.length + losses.known} lost by themselves)`;
      }
      while (losses.recent[0] !== undefined && losses.recent[0] < now - unawareFor) {
        losses.recent.shift();
        losses.known += 1;
      }
      const lacking = Math.max(missing, (this.#whole.get(release) ?? 0) - healthy);
      losses.known = Math.min(losses.known, Math.max(0, lacking));
    }
    return found;
  }

  #lossesOf(release: ReleaseId): Losses {
    let losses = this.#losses.get(release);
    if (losses === undefined) {
      losses = { recent: [], known: 0 };
      this.#losses.set(release, losses);
    }
    return losses;
  }
}

/** How many instances the service wants while a side has all of it, by what the rollout began with and came to. */
export function wantedOf(record: RolloutRecord, side: ReleaseId): number {
  const before = record.before.find(({ release }) => release === side)?.capacity.desired;
  const ordered = record.capacity?.desired ?? 0;
  if (side === record.toSide && side === record.fromSide) return Math.min(before ?? ordered, ordered);
  return side === record.toSide ? ordered : (before ?? 0);
}

/** The floor of a side that is rolled in place; AWS's refresh always replaces one at least. */
export function rollingFloor({ strategy }: RolloutRecord, wanted: number): number {
  if (strategy?.kind !== 'rolling') return 0;
  const floor = Math.ceil((wanted * strategy.minHealthyPercentage) / 100);
  const handed = strategy.engine === 'instance-refresh' && strategy.maxHealthyPercentage <= 100;
  return handed ? Math.min(floor, wanted - 1) : floor;
}

/** Instances that were healthy when the rollout began, or have been for so long. */
export function settledInstances(
  world: SimulatedWorld,
  release: ReleaseId,
  { length, oldBefore }: { readonly length: number; readonly oldBefore: number },
): readonly SimulatedInstance[] {
  const instances = world.sides.get(release)?.group?.instances ?? [];
  return instances.filter(
    (instance) =>
      isHealthy(instance) &&
      (instance.launchedAt < oldBefore || world.now - (instance.healthySince ?? world.now) >= length),
  );
}
