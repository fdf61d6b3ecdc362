import { deploy, hours, seconds } from '@imago/engine';
import type {
  Duration,
  ClusterAction,
  ClusterCloud,
  ClusterSettings,
  DeployOutcome,
  DeployRequest,
  ObservedCluster,
  ProcessIdentity,
  RolloutEvent,
  RolloutPorts,
  RolloutRecord,
} from '@imago/engine';
import { CloudError } from '@imago/engine';
import {
  createMemoryStateStore,
  createVirtualClock,
  noClusters,
  SimulatedWorld,
  startProcess,
} from '@imago/testkit';
import { createRandom } from '@imago/testkit';
import { ClusterWorld } from '../../strategies/cluster/cluster-world.ts';
import { clusterSettings } from '../../strategies/cluster/settings.ts';
import type { Luck } from '../../strategies/cluster/world-parts.ts';

/** The environment of these tests. */
export const store = { project: 'shop', environment: 'store' };

/** A process of Imago before a cluster. */
export interface Clerk {
  readonly ports: RolloutPorts;
  readonly signal: AbortSignal;
  readonly interrupt: () => void;
  readonly death: Promise<void>;
  readonly dead: () => boolean;
}

/** What a desk works with. */
export interface ClusterDesk {
  readonly world: ClusterWorld;
  readonly settings: ClusterSettings;
  readonly events: readonly RolloutEvent[];
  /** A process; it dies once it has written so many entries to a journal, if that is said. */
  readonly start: (diesAfter?: number) => Clerk;
  readonly run: <T>(work: Promise<T>) => Promise<T>;
  readonly roll: (image: string, changes?: Partial<DeployRequest>) => Promise<DeployOutcome>;
  readonly last: () => RolloutRecord;
  /** Lets seconds pass. */
  readonly pass: (length: number) => Promise<void>;
}

const luck: Luck = { boot: { r1: 4, r2: 4, r3: 4 }, stop: 3, detach: 2 };

/** A cloud with one cluster of three in it, and one person in front of it; processes that died are known to be dead. */
export function clusterDesk(changes: Partial<ClusterSettings> = {}, lucky: Partial<Luck> = {}): ClusterDesk {
  const settings = clusterSettings(3, changes);
  const clock = createVirtualClock();
  const world = new ClusterWorld(3, { ...luck, ...lucky }, undefined);
  const begun = clock.time();
  clock.onTick((now) => {
    while (begun + (world.seconds + 1) * 1000 <= now.getTime()) world.advance();
  });
  const state = createMemoryStateStore();
  const events: RolloutEvent[] = [];
  const gone = new Set<number>();
  const schedules = new Map<string, Duration | undefined>();
  let count = 0;

  const start = (diesAfter = Number.POSITIVE_INFINITY): Clerk => {
    count += 1;
    const identity: ProcessIdentity = { user: 'ann', host: 'laptop', pid: count, start: '' };
    const interrupt = new AbortController();
    let written = 0;
    let dead = false;
    let tellDeath: () => void = () => undefined;
    const death = new Promise<void>((resolve) => {
      tellDeath = resolve;
    });
    const alive = async (): Promise<void> => {
      if (dead) await new Promise<never>(() => undefined);
    };
    const ports: RolloutPorts = {
      ...fleetPorts(),
      clock: {
        now: () => clock.now(),
        async sleep(length, signal) {
          await alive();
          await clock.sleep(length, signal);
          await alive();
        },
      },
      state: {
        ...state,
        async write(key, text, expected) {
          await alive();
          const done = await state.write(key, text, expected);
          if (key.includes('/rollouts/')) {
            written += 1;
            if (written >= diesAfter) {
              dead = true;
              gone.add(identity.pid);
              tellDeath();
              await alive();
            }
          }
          return done;
        },
      },
      clusters: cloudOf(world, alive, schedules),
      clusterHealth: {
        async sample() {
          await alive();
          return { ...world.health(), at: clock.now() };
        },
      },
      identity: { self: identity, isDead: async ({ pid }) => gone.has(pid) },
      poll: seconds(1),
      emit: (event) => void events.push(event),
    };
    return { ports, signal: interrupt.signal, interrupt: () => interrupt.abort(), death, dead: () => dead };
  };

  const run = <T>(work: Promise<T>): Promise<T> => clock.drive(work, hours(2));
  return {
    world,
    settings,
    events,
    start,
    run,
    roll(id, more = {}) {
      const { ports, signal } = start();
      return run(deploy({ ...store, image: { id }, settings, ...more }, ports, signal));
    },
    last() {
      const keys = [...state.documents.keys()].filter((key) => key.includes('/rollouts/')).sort();
      return JSON.parse(state.documents.get(keys.at(-1) ?? '') ?? '') as RolloutRecord;
    },
    pass: (length) => run(clock.pass(length * 1000)),
  };

  /** What a cluster never asks. */
  function fleetPorts(): RolloutPorts {
    const random = createRandom(1);
    const surroundings = { state, clock, world: new SimulatedWorld(random), random, isDead: () => false };
    const identity = { user: 'ann', host: 'laptop', pid: 0, start: '' };
    return startProcess(surroundings, identity, { throttled: 0 }).ports;
  }
}

/** The world behind the port; it answers at once, and says no as AWS would. */
function cloudOf(
  world: ClusterWorld,
  alive: () => Promise<void>,
  schedules: Map<string, Duration | undefined>,
): ClusterCloud {
  const act = async (action: ClusterAction): Promise<void> => {
    await alive();
    const refusal = world.perform(action);
    if (refusal !== undefined) throw new CloudError('invalid', 'InvalidParameterValue', refusal);
  };
  return {
    ...noClusters,
    async observe(): Promise<ObservedCluster> {
      await alive();
      return world.look(0);
    },
    ensureCluster: () => act({ kind: 'prepare-cluster' }),
    ensureTemplate: (_, release) => act({ kind: 'prepare-template', release }),
    ensureMember: (_, { name: member }, _settings, restored) =>
      act({ kind: 'prepare-member', member, ...(restored === undefined ? {} : { restored }) }),
    snapshotMember: (_, member, rollout) => act({ kind: 'snapshot-members', members: [member], rollout }),
    stopMember: (_, instance, force) =>
      act({ kind: 'stop-member', member: memberOf(instance), instance, force }),
    detachVolumes: (_, member, instance) => act({ kind: 'detach-volumes', member, instance }),
    terminateMember: (_, instance) => act({ kind: 'terminate-member', member: memberOf(instance), instance }),
    launchMember: (_, { member, release, attempt, bootstrap }) =>
      act({ kind: 'launch-member', member: member.name, release, attempt, bootstrap }),
    attachVolumes: (_, member, instance) => act({ kind: 'attach-volumes', member, instance }),
    markFormatted: (_, member) => act({ kind: 'mark-formatted', member }),
    publishMembers: () => act({ kind: 'publish-members' }),
    removeCluster: () => act({ kind: 'remove-cluster' }),
    deleteVolumes: (_, member) => act({ kind: 'delete-volumes', member }),
    setAsideVolumes: (_, member, volumes, rollout) =>
      act({ kind: 'set-aside-volumes', member, volumes, rollout }),
    takeBackVolumes: (_, member, volumes) => act({ kind: 'take-back-volumes', member, volumes }),
    deleteSnapshots: (_, snapshots) => act({ kind: 'retire-snapshots', snapshots }),
    deleteTemplates: (_, releases) => act({ kind: 'retire-templates', releases }),
    ensureSchedules: async (_, settings) => {
      await alive();
      return settings.volumes.flatMap(({ name, snapshots }) => {
        const before = schedules.get(name);
        schedules.set(name, snapshots?.every);
        return before?.milliseconds === snapshots?.every.milliseconds ? [] : [name];
      });
    },
    consoleOutput: async () => 'the last words of a machine',
  };

  function memberOf(instance: string): string {
    const found = world.members.find(({ machines }) => machines.some(({ id }) => id === instance));
    if (found === undefined) throw new CloudError('not-found', 'InvalidInstanceID.NotFound', instance);
    return found.name;
  }
}
