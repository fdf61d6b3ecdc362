import { fleetOf } from '@imago/engine';
import type { Action, Release, ReleaseId, RolloutRecord } from '@imago/engine';
import type { MemoryStateStore } from '../../memory-state-store.ts';
import type { SimulatedProcess } from '../process.ts';
import type { SimulatedWorld, WorldWatcher } from '../world/world.ts';
import { wrongAtEnd } from './ends.ts';
import type { Scaled } from './ends.ts';
import { Floor, rollingFloor, wantedOf } from './floor.ts';
import { wrongGates } from './gates.ts';
import { harmOf } from './harm.ts';
import { watchRecords } from './record-watch.ts';
import type { RecordWatch } from './record-watch.ts';
import { snapshotOf } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';

/** Watches a world and what is written about it, and says which invariants do not hold. */
export interface Monitor {
  readonly violations: readonly string[];
  readonly records: RecordWatch;
  /** Before each change that a process makes. */
  judge(action: Action, process: SimulatedProcess): void;
  add(violation: string): void;
}

/** From here on every change is checked. `told` hears of each violation when it is found. */
export function watchOver(
  world: SimulatedWorld,
  store: MemoryStateStore,
  options: {
    readonly changed: () => void;
    readonly told: (violation: string) => void;
    readonly noted: (fact: string) => void;
    readonly forced: () => boolean;
  },
): Monitor {
  const floor = new Floor(world);
  const found = new Set<string>();
  const accepted = new Set<ReleaseId>();
  const scaled = new Map<ReleaseId, Scaled>();
  const releases = new Map<string, Release>();
  let before: Snapshot | undefined;
  let listener = world.weights;
  let healthyAtFirst = 0;

  const add = (violation: string): void => {
    if (found.has(violation) || found.size > 5) return;
    found.add(violation);
    options.told(violation);
  };

  const records = watchRecords(store, {
    begun(record) {
      before = snapshotOf(world);
      // A look that is behind, or a process that slept, does not know what was changed a moment ago.
      for (const release of scaled.keys()) if (isKnown(record, release)) scaled.delete(release);
      healthyAtFirst = record.fromSide === undefined ? 0 : world.healthyCount(record.fromSide);
      settle(record);
      const failed = record.to === undefined ? undefined : records.endOf(record.to, record.number);
      if (record.kind === 'rollback' && failed === 'rolled-back' && !options.forced()) {
        add(`failed: a rollback goes to ${record.to}, which failed`);
      }
    },
    ended(record) {
      const settings = fleetOf(releases.get(record.to ?? '')?.settings);
      const gates = settings === undefined ? [] : wrongGates(record, settings);
      for (const wrong of [...wrongAtEnd(record, { world, before, scaled }), ...gates]) add(wrong);
      if (record.kind === 'destroy') {
        accepted.clear();
        floor.forgive();
      } else if (record.end?.kind === 'deployed' && record.toSide !== undefined) {
        accepted.add(record.toSide);
      }
      settle(record);
    },
  });

  /** What each side owes from now on. */
  function settle(record: RolloutRecord | undefined): void {
    if (record === undefined || record.kind === 'destroy') {
      floor.forgive();
      return;
    }
    const { toSide, fromSide, end } = record;
    const total = [...(world.weights ?? [])].reduce((sum, [, weight]) => sum + weight, 0);
    for (const [release, weight] of world.weights ?? []) {
      if (weight === 0 || (release !== toSide && release !== fromSide) || !isOwing(release, record)) continue;
      const rolls = toSide === fromSide && end === undefined;
      const desired = world.sides.get(release)?.group?.capacity.desired ?? 0;
      // What was not up when it began is nobody's debt, nor is what somebody has switched off meanwhile: when that is
      // wanted again, it comes bit by bit.
      const up = release === fromSide ? healthyAtFirst : Number.POSITIVE_INFINITY;
      const shrunk = scaled.has(release) || scaled.has(fromSide ?? release) ? desired : up;
      // Taken off the size that the group has for the time of a replacement, it is taken off the one at rest as well.
      const { lowest = up, less = 0 } = scaled.get(release) ?? {};
      const wanted = Math.max(0, Math.min(up, shrunk, lowest, wantedOf(record, release) - less));
      const owed = rolls ? rollingFloor(record, wanted) : Math.ceil((wanted * weight) / total);
      // What is over is over: from then on a side owes what it has.
      floor.owe(release, end === undefined ? owed : Math.min(owed, world.healthyCount(release)), wanted);
    }
  }

  /** Whether the rollout began with the size that a side has. */
  const isKnown = ({ before: sides }: RolloutRecord, release: ReleaseId): boolean => {
    const known = sides.find((side) => side.release === release)?.capacity.desired;
    return known === world.sides.get(release)?.group?.capacity.desired;
  };

  /** The first side of an environment owes nothing before it counts. */
  const isOwing = (release: ReleaseId, { toSide, fromSide, end }: RolloutRecord): boolean =>
    accepted.has(release) || (fromSide !== undefined && release === toSide) || end?.kind === 'deployed';

  /** Sides that get requests and have somebody to answer them. */
  const served = (weights: ReadonlyMap<ReleaseId, number> | undefined): readonly ReleaseId[] =>
    [...(weights ?? [])]
      .filter(([release, weight]) => weight > 0 && world.healthyCount(release) > 0)
      .map(([release]) => release);

  const watcher: WorldWatcher = {
    lost(side, { id }, cause) {
      floor.lost(side, cause);
      options.noted(`${id} of ${side.release} answers no more${cause === 'ours' ? ', by our doing' : ''}`);
    },
    scaled({ release }, was, is) {
      const known = scaled.get(release) ?? { lowest: Number.POSITIVE_INFINITY, off: 0, less: 0 };
      const lowest = is.desired < was.desired ? Math.min(known.lowest, is.desired) : known.lowest;
      // What was added first and then taken away again is nothing less.
      const off = known.off + was.desired - is.desired;
      scaled.set(release, { lowest, off, less: Math.max(off, known.less) });
      if (is.desired < was.desired) settle(records.unfinished());
      floor.scaledTo(release, is.desired);
    },
    changed() {
      options.changed();
      const record = records.unfinished();
      if (record?.kind === 'destroy') return;
      if (listener !== world.weights) {
        const left = served(listener).filter((release) => accepted.has(release));
        if (left.length > 0 && served(world.weights).length === 0) {
          add(`listener: ${left.join(', ')} answers, and no side that gets requests does any more`);
        }
        listener = world.weights;
        settle(record);
      }
      const below = floor.check();
      if (below !== undefined) add(`floor: ${below}`);
    },
  };
  world.watcher = watcher;
  store.onWrite((key, text) => {
    if (!key.includes('/releases/')) return;
    // The engine wrote it.
    const release = JSON.parse(text) as Release;
    releases.set(release.id, release);
  });

  return {
    get violations() {
      return [...found];
    },
    records,
    add,
    judge(action, process) {
      const harm = harmOf(action, {
        world,
        records,
        floor,
        process,
        accepted,
        probed(release) {
          const probe = fleetOf(releases.get(release ?? '')?.settings)?.probe ?? 'off';
          return probe === 'off' ? undefined : probe.requestsPerSecond;
        },
      });
      if (harm !== undefined) add(harm);
    },
  };
}
