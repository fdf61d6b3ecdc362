import { seconds } from '@imago/engine';
import type {
  CheckSampler,
  Duration,
  FleetCloud,
  ProcessIdentity,
  RolloutEvent,
  RolloutPorts,
  StateStore,
  TestRunner,
} from '@imago/engine';
import { noClusterHealth, noClusters } from '../no-clusters.ts';
import type { Random } from '../random.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { createCaller } from './caller.ts';
import type { Fate } from './caller.ts';
import { connectCloud } from './cloud.ts';
import type { Witness } from './cloud.ts';
import { rememberViews } from './memory-of-views.ts';
import type { MemoryOfViews } from './memory-of-views.ts';
import { createProber } from './prober.ts';
import type { Tested } from './prober.ts';
import type { SimulatedWorld } from './world/world.ts';

/** A process of Imago in the simulator. */
export interface SimulatedProcess {
  readonly ports: RolloutPorts;
  readonly signal: AbortSignal;
  readonly identity: ProcessIdentity;
  /** Resolves when it has died. */
  readonly death: Promise<void>;
  readonly dead: () => boolean;
  readonly calls: () => number;
  /** How long after the look that it rests on its last change was sent. */
  readonly heldUp: () => number;
  /** Its test requests to each side. */
  readonly tested: ReadonlyMap<string, Tested>;
}

/** What a process is put into. */
export interface Surroundings {
  readonly world: SimulatedWorld;
  readonly state: StateStore;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly isDead: (other: ProcessIdentity) => boolean;
  readonly memory?: MemoryOfViews;
  readonly witness?: Witness;
  /** Default: everything passes. */
  readonly checks?: CheckSampler;
  /** Default: every test passes. */
  readonly tests?: TestRunner;
  readonly emit?: (event: RolloutEvent) => void;
  /** Default 1 s. */
  readonly poll?: Duration;
}

const allPass: TestRunner = {
  check: async () => undefined,
  run: async ({ name }) => ({ name, passed: true, detail: 'fine', output: [], took: seconds(0) }),
};

/** Starts a process with a fate of its own; a dead one neither acts nor wakes any more. */
export function startProcess(
  surroundings: Surroundings,
  identity: ProcessIdentity,
  fate: Fate,
): SimulatedProcess {
  const { random, clock, world, state } = surroundings;
  const { stale } = world.weather;
  const caller = createCaller({ clock, random, stale, changed: () => world.watcher.changed() }, fate);
  let lookedAt = 0;
  const memory = surroundings.memory ?? rememberViews(world);
  const connected = connectCloud(world, memory, surroundings.witness ?? (() => undefined), caller.line);
  const cloud: FleetCloud = {
    ...connected,
    async observe(environment, previous) {
      const seen = await connected.observe(environment, previous);
      lookedAt = seen.at.getTime();
      return seen;
    },
  };
  const { prober, tested } = createProber(world, clock, caller.awake);
  const passes: CheckSampler = { sample: async () => ({ ok: true, detail: 'fine' }) };
  return {
    identity,
    tested,
    signal: caller.signal,
    death: caller.death,
    dead: caller.dead,
    calls: caller.calls,
    heldUp: () => caller.sentAt() - lookedAt,
    ports: {
      cloud,
      clusters: noClusters,
      clusterHealth: noClusterHealth,
      state: {
        read: (key) => caller.ask(() => state.read(key)),
        write: (key, text, expected) => caller.ask(() => state.write(key, text, expected)),
        list: (prefix) => caller.ask(() => state.list(prefix)),
        delete: (key) => caller.ask(() => state.delete(key)),
      },
      clock: caller.clock,
      prober,
      checks: {
        async sample(request, context, signal) {
          await caller.clock.sleep({ milliseconds: random.between(5, 500) }, signal);
          return (surroundings.checks ?? passes).sample(request, context, signal);
        },
      },
      tests: surroundings.tests ?? allPass,
      identity: { self: identity, isDead: async (other) => surroundings.isDead(other) },
      poll: surroundings.poll ?? seconds(1),
      emit: surroundings.emit ?? (() => undefined),
    },
  };
}
