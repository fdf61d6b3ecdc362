import { deploy, hours, minutes } from '@imago/engine';
import type {
  CheckSampler,
  DeployOutcome,
  DeployRequest,
  FleetSettings,
  ProcessIdentity,
  RolloutEvent,
  RolloutRecord,
  StateStore,
} from '@imago/engine';
import {
  createMemoryStateStore,
  createRandom,
  createVirtualClock,
  fleetSettings,
  SimulatedWorld,
  startProcess,
} from '@imago/testkit';
import type { Fate, SimulatedProcess } from '@imago/testkit';

/** The environment of these tests. */
export const ref = { project: 'shop', environment: 'production' };

/** What a desk works with. */
export interface Desk {
  readonly world: SimulatedWorld;
  readonly state: StateStore & { readonly documents: ReadonlyMap<string, string> };
  readonly events: readonly RolloutEvent[];
  /** A process of its own, on a host that may be named. */
  readonly start: (fate?: Partial<Fate>, host?: string) => SimulatedProcess;
  /** Lets time pass until the work is done. */
  readonly run: <T>(work: Promise<T>) => Promise<T>;
  /** A deploy of an image. */
  readonly roll: (
    image: string,
    changes?: Partial<DeployRequest>,
    process?: SimulatedProcess,
  ) => Promise<DeployOutcome>;
  /** Minutes. */
  readonly pass: (length: number) => Promise<void>;
  /** The record of the last rollout. */
  readonly last: () => RolloutRecord;
}

/** A cloud with one person in front of it; processes that died are known to be dead. */
export function desk(changes: Partial<FleetSettings> = {}, checks?: CheckSampler): Desk {
  const settings = fleetSettings({ probe: { path: '/healthz', requestsPerSecond: 1 }, ...changes });
  const random = createRandom(7);
  const clock = createVirtualClock();
  const world = new SimulatedWorld(random);
  world.advance(clock.now());
  clock.onTick((now) => world.advance(now));
  const state = createMemoryStateStore();
  const events: RolloutEvent[] = [];
  const processes: SimulatedProcess[] = [];
  const isDead = (other: ProcessIdentity): boolean =>
    processes.some(({ identity, dead }) => identity.pid === other.pid && dead());
  const start = (fate: Partial<Fate> = {}, host = 'laptop'): SimulatedProcess => {
    const identity: ProcessIdentity = { user: 'ann', host, pid: processes.length + 1, start: '' };
    const surroundings = {
      state,
      clock,
      world,
      random,
      isDead,
      emit: (event: RolloutEvent) => void events.push(event),
      ...(checks === undefined ? {} : { checks }),
    };
    const process = startProcess(surroundings, identity, { throttled: 0, ...fate });
    processes.push(process);
    return process;
  };
  const run = <T>(work: Promise<T>): Promise<T> => clock.drive(work, hours(2));
  return {
    world,
    state,
    events,
    start,
    run,
    roll: (id, more = {}, process = start()) =>
      run(deploy({ ...ref, image: { id }, settings, ...more }, process.ports, process.signal)),
    pass: (length) => run(clock.sleep(minutes(length), new AbortController().signal)),
    last() {
      const keys = [...state.documents.keys()].filter((key) => key.includes('/rollouts/')).sort();
      return JSON.parse(state.documents.get(keys.at(-1) ?? '') ?? '') as RolloutRecord;
    },
  };
}
