import { seconds } from '@imago/engine';
import type { ClusterHealth, ProcessIdentity, RolloutEvent, RolloutPorts, StateStore } from '@imago/engine';
import type { Random } from '../../random.ts';
import type { VirtualClock } from '../../virtual-clock.ts';
import { createCaller } from '../caller.ts';
import type { Caller, Fate } from '../caller.ts';
import { connectClusterCloud } from './cloud.ts';
import type { ClusterWitness } from './cloud.ts';
import { createClusterChecks, createClusterSampler } from './sampler.ts';
import type { MemoryOfClusters } from './views.ts';
import type { ClusterWorld } from './world.ts';

/** A process of Imago before a simulated cluster. */
export interface ClusterProcess extends Pick<Caller, 'signal' | 'death' | 'dead'> {
  readonly ports: RolloutPorts;
  readonly identity: ProcessIdentity;
  /** When it asked for the last look that it had. */
  readonly lookedAt: () => number;
  /** How long after that look its last change was sent. */
  readonly heldUp: () => number;
  /** What it last heard of the cluster. */
  readonly word: () => ClusterHealth | undefined;
}

/** What a process is put into. */
export interface ClusterSurroundings {
  readonly world: ClusterWorld;
  readonly memory: MemoryOfClusters;
  readonly state: StateStore;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly isDead: (other: ProcessIdentity) => boolean;
  readonly witness: ClusterWitness;
  readonly emit: (event: RolloutEvent) => void;
  readonly poll: number;
}

/** Clusters ask no fleets. */
const refuse = (): Promise<never> => Promise.reject(new Error('there are no fleets here'));

/** Starts a process with a fate of its own. */
export function startClusterProcess(
  { world, memory, state, clock, random, isDead, witness, emit, poll }: ClusterSurroundings,
  identity: ProcessIdentity,
  fate: Fate,
): ClusterProcess {
  const { stale } = world.weather;
  const caller = createCaller({ clock, random, stale, changed: () => world.settle() }, fate);
  const connected = connectClusterCloud(world, memory, witness, caller.line);
  let lookedAt = 0;
  let word: ClusterHealth | undefined;
  const wait = (signal: AbortSignal): Promise<void> =>
    caller.clock.sleep({ milliseconds: random.between(5, 500) }, signal);
  const sampler = createClusterSampler(world, clock);
  const checks = createClusterChecks(world);
  return {
    identity,
    signal: caller.signal,
    death: caller.death,
    dead: caller.dead,
    lookedAt: () => lookedAt,
    heldUp: () => caller.sentAt() - lookedAt,
    word: () => word,
    ports: {
      cloud: noFleets,
      clusters: {
        ...connected,
        async observe(environment, previous) {
          const seen = await connected.observe(environment, previous);
          lookedAt = seen.at.getTime();
          return seen;
        },
      },
      clusterHealth: {
        async sample(gate, members, ssh, signal) {
          await wait(signal);
          word = await sampler.sample(gate, members, ssh, signal);
          return word;
        },
      },
      state: {
        // There are many of them, and nothing that matters happens meanwhile.
        read: (key) => caller.ask(() => state.read(key), true),
        write: (key, text, expected) => caller.ask(() => state.write(key, text, expected)),
        list: (prefix) => caller.ask(() => state.list(prefix), true),
        delete: (key) => caller.ask(() => state.delete(key)),
      },
      clock: caller.clock,
      prober: {
        start: () => ({ totals: () => ({ requests: 0, failures: 0, p50Ms: 0, p99Ms: 0 }), stop: refuse }),
      },
      checks: {
        async sample(request, context, signal) {
          await wait(signal);
          return checks.sample(request, context, signal);
        },
      },
      tests: { check: async () => undefined, run: refuse },
      identity: { self: identity, isDead: async (other) => isDead(other) },
      poll: seconds(poll),
      longestPoll: seconds(2 * poll),
      emit,
    },
  };
}

const noFleets: RolloutPorts['cloud'] = {
  observe: refuse,
  ensureEnvironment: refuse,
  ensureSide: refuse,
  ensureTemplate: refuse,
  setWeights: refuse,
  setCapacity: refuse,
  scheduleRetirement: refuse,
  cancelRetirement: refuse,
  setSuspended: refuse,
  setTemplate: refuse,
  terminate: refuse,
  setTestTraffic: refuse,
  startRefresh: refuse,
  cancelRefresh: refuse,
  removeSide: refuse,
  removeEnvironment: refuse,
  consoleOutput: refuse,
  launchFailures: refuse,
};
