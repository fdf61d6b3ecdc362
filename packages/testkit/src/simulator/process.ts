import { CloudError, seconds } from '@imago/engine';
import type {
  CheckSampler,
  Clock,
  Duration,
  FleetCloud,
  ProcessIdentity,
  RolloutEvent,
  RolloutPorts,
  StateStore,
} from '@imago/engine';
import { noClusterHealth, noClusters } from '../no-clusters.ts';
import type { Random } from '../random.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { Step } from './changes.ts';
import { connectCloud } from './cloud.ts';
import type { Line, Witness } from './cloud.ts';
import { rememberViews } from './memory-of-views.ts';
import type { MemoryOfViews } from './memory-of-views.ts';
import { createProber } from './prober.ts';
import type { Tested } from './prober.ts';
import type { SimulatedWorld } from './world/world.ts';

/** What befalls a process. Calls are counted over cloud and state store together. */
export interface Fate {
  /** Dies at this call; `between`: when half of what it is made of is done. */
  readonly diesAt?: { readonly call: number; readonly when: 'before' | 'between' | 'after' };
  /** Is asked to stop at this call. */
  readonly interruptedAt?: number;
  /** Stands still for so many milliseconds from this call on, as a laptop that is shut. */
  readonly sleepsAt?: { readonly call: number; readonly length: number };
  /** Share of calls to the cloud that are throttled. */
  readonly throttled: number;
  /** Share of calls that end with an error: before, in the middle of, or after what they do. */
  readonly failing?: number;
  /** Share of calls that take seconds. */
  readonly slow?: number;
}

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
  readonly emit?: (event: RolloutEvent) => void;
  /** Default 1 s. */
  readonly poll?: Duration;
}

const never = new Promise<never>(() => undefined);

/** Starts a process with a fate of its own; a dead one neither acts nor wakes any more. */
export function startProcess(
  surroundings: Surroundings,
  identity: ProcessIdentity,
  fate: Fate,
): SimulatedProcess {
  const { random, clock, world, state } = surroundings;
  const interrupt = new AbortController();
  let tellDeath: () => void = () => undefined;
  const death = new Promise<void>((resolve) => {
    tellDeath = resolve;
  });
  let dead = false;
  let calls = 0;
  let frozenUntil = 0;
  let lookedAt = 0;
  let sentAt = 0;
  const die = (): Promise<never> => {
    dead = true;
    tellDeath();
    return never;
  };
  /** Whatever the process waited for has come: it notices unless it is dead, and not before it wakes. */
  const notice = async (): Promise<void> => {
    while (frozenUntil > clock.time()) await clock.pass(frozenUntil - clock.time());
    if (dead) await never;
  };
  const own: Clock = {
    now: () => clock.now(),
    async sleep(duration, signal) {
      if (dead) await never;
      await clock.sleep(duration, signal);
      await notice();
    },
  };

  /** Does the steps of one call, as far as its fate lets it. */
  const call = async (steps: readonly Step[], isCloud: boolean): Promise<void> => {
    if (dead) return never;
    calls += 1;
    const number = calls;
    const fallsAsleep = number === fate.sleepsAt?.call;
    if (number === fate.interruptedAt) interrupt.abort(new Error('interrupted'));
    if (fallsAsleep) frozenUntil = clock.time() + (fate.sleepsAt?.length ?? 0);
    await clock.pass(
      isCloud && random.chance(fate.slow ?? 0) ? random.between(1000, 7000) : random.between(5, 150),
    );
    if (fallsAsleep) await notice();
    if (dead) return never;
    if (fallsAsleep && isCloud) throw new CloudError('unavailable', 'ECONNRESET', 'socket hang up');
    const diesNow = fate.diesAt?.call === number ? fate.diesAt.when : undefined;
    if (diesNow === 'before') return die();
    if (isCloud && random.chance(fate.throttled)) {
      await notice();
      throw new CloudError('throttled', 'RequestLimitExceeded', 'request limit exceeded');
    }
    const fails = isCloud && random.chance(fate.failing ?? 0);
    const done = fails || diesNow === 'between' ? random.between(0, steps.length) : steps.length;
    for (let index = 0; index < done; index += 1) steps[index]?.();
    if (isCloud && done > 1) world.watcher.changed();
    if (diesNow !== undefined) return die();
    // What was on its way has arrived, whether or not whoever sent it sleeps by now: that one hears of it later.
    await notice();
    if (fails) throw new CloudError('unavailable', 'InternalError', 'an internal error has occurred');
  };

  const line: Line = {
    change(steps) {
      sentAt = clock.time();
      return call(steps, true);
    },
    async read(ask) {
      let answer: ReturnType<typeof ask> | undefined;
      const age = (): number => (world.weather.stale === 0 ? 0 : random.between(0, world.weather.stale));
      await call([() => void (answer = ask(age))], true);
      // the step has run, or the call has thrown
      return answer as ReturnType<typeof ask>;
    },
  };
  const memory = surroundings.memory ?? rememberViews(world);
  const connected = connectCloud(world, memory, surroundings.witness ?? (() => undefined), line);
  const cloud: FleetCloud = {
    ...connected,
    async observe(environment, previous) {
      const seen = await connected.observe(environment, previous);
      lookedAt = seen.at.getTime();
      return seen;
    },
  };
  const ask = async <T>(answer: () => Promise<T>): Promise<T> => {
    let result: Promise<T> | undefined;
    await call([() => void (result = answer())], false);
    return result ?? answer();
  };
  const { prober, tested } = createProber(world, clock, () => !dead && frozenUntil <= clock.time());
  const passes: CheckSampler = { sample: async () => ({ ok: true, detail: 'fine' }) };
  return {
    identity,
    tested,
    signal: interrupt.signal,
    death,
    dead: () => dead,
    calls: () => calls,
    heldUp: () => sentAt - lookedAt,
    ports: {
      cloud,
      clusters: noClusters,
      clusterHealth: noClusterHealth,
      state: {
        read: (key) => ask(() => state.read(key)),
        write: (key, text, expected) => ask(() => state.write(key, text, expected)),
        list: (prefix) => ask(() => state.list(prefix)),
        delete: (key) => ask(() => state.delete(key)),
      },
      clock: own,
      prober,
      checks: {
        async sample(request, context, signal) {
          await own.sleep({ milliseconds: random.between(5, 500) }, signal);
          return (surroundings.checks ?? passes).sample(request, context, signal);
        },
      },
      identity: { self: identity, isDead: async (other) => surroundings.isDead(other) },
      poll: surroundings.poll ?? seconds(1),
      emit: surroundings.emit ?? (() => undefined),
    },
  };
}
