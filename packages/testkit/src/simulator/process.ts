import { CloudError, milliseconds } from '@imago/engine';
import type {
  CheckSampler,
  Clock,
  FleetCloud,
  ProcessIdentity,
  Prober,
  RolloutEvent,
  RolloutPorts,
  StateStore,
} from '@imago/engine';
import { seconds } from '@imago/engine';
import type { Random } from '../random.ts';
import type { SimulatedWorld } from './world.ts';

/** What befalls a process. Calls are counted over cloud and state store together. */
export interface Fate {
  /** Dies at this call. */
  readonly diesAt?: { readonly call: number; readonly when: 'before' | 'after' };
  /** Is asked to stop at this call. */
  readonly interruptedAt?: number;
  /** Share of calls to the cloud that are throttled. */
  readonly throttled: number;
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
}

/** Starts a process with a fate of its own; a dead one neither acts nor wakes any more. */
export function startProcess(
  parts: {
    readonly cloud: FleetCloud;
    readonly state: StateStore;
    readonly clock: Clock;
    readonly world: SimulatedWorld;
    readonly random: Random;
    /** Default: everything passes. */
    readonly checks?: CheckSampler;
    readonly isDead: (other: ProcessIdentity) => boolean;
    readonly emit?: (event: RolloutEvent) => void;
  },
  identity: ProcessIdentity,
  fate: Fate,
): SimulatedProcess {
  const { random, clock, world } = parts;
  const interrupt = new AbortController();
  const death = withResolvers();
  let dead = false;
  let calls = 0;
  const never = new Promise<never>(() => undefined);
  const die = (): Promise<never> => {
    dead = true;
    death.resolve();
    return never;
  };
  const own: Clock = {
    now: () => clock.now(),
    async sleep(duration, signal) {
      if (dead) await never;
      await clock.sleep(duration, signal);
      if (dead) await never;
    },
  };
  const call = async <T>(perform: () => Promise<T>, mayThrottle: boolean): Promise<T> => {
    if (dead) return never;
    calls += 1;
    const number = calls;
    if (number === fate.interruptedAt) interrupt.abort(new Error('interrupted'));
    await own.sleep(milliseconds(random.between(5, 200)), new AbortController().signal);
    if (dead) return never;
    if (fate.diesAt?.call === number && fate.diesAt.when === 'before') return die();
    if (mayThrottle && random.chance(fate.throttled)) {
      throw new CloudError('throttled', 'RequestLimitExceeded', 'request limit exceeded');
    }
    const result = await perform();
    if (fate.diesAt?.call === number) return die();
    return result;
  };
  const prober: Prober = {
    start(_url, { onSample }) {
      const stopped = new AbortController();
      let [requests, failures] = [0, 0];
      const ask = async (): Promise<void> => {
        for (;;) {
          await own.sleep(seconds(1), stopped.signal);
          const ok = world.answers();
          requests += 1;
          if (!ok) failures += 1;
          onSample?.({ at: clock.now(), ok, status: ok ? 200 : 503, latencyMs: 1 });
        }
      };
      const asking = ask().catch(() => undefined);
      const totals = () => ({ requests, failures, p50Ms: 1, p99Ms: 1 });
      return {
        totals,
        async stop() {
          stopped.abort(new Error('stopped'));
          await asking;
          return totals();
        },
      };
    },
  };
  return {
    identity,
    signal: interrupt.signal,
    death: death.promise,
    dead: () => dead,
    calls: () => calls,
    ports: {
      cloud: wrap(parts.cloud, (perform) => call(perform, true)),
      state: wrap(parts.state, (perform) => call(perform, false)),
      clock: own,
      prober,
      checks: parts.checks ?? { sample: async () => ({ ok: true, detail: 'fine' }) },
      identity: { self: identity, isDead: async (other) => parts.isDead(other) },
      poll: seconds(1),
      emit: parts.emit ?? (() => undefined),
    },
  };
}

function withResolvers(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}

/** Puts `around` before every method of a port. */
function wrap<Port extends object>(port: Port, around: <T>(perform: () => Promise<T>) => Promise<T>): Port {
  return new Proxy(port, {
    get(target, name): unknown {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...args: readonly unknown[]) =>
        around(async (): Promise<unknown> => {
          const answer: unknown = await Reflect.apply(method, target, args);
          return answer;
        });
    },
  });
}
