import { CloudError } from '@imago/engine';
import type { Clock } from '@imago/engine';
import type { Random } from '../random.ts';
import type { VirtualClock } from '../virtual-clock.ts';

/** One call to AWS; an action is several, and each may be the last. */
export type Step = () => void;

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

/** How the calls of one process reach the cloud: late, throttled, or only some of them. */
export interface Line {
  change(steps: readonly Step[]): Promise<void>;
  /** Answers what `ask` tells, and how old it may be. */
  read<T>(ask: (age: () => number) => T): Promise<T>;
}

/** A process as its calls see it. */
export interface Caller {
  readonly line: Line;
  /** Its own clock: whoever is dead never wakes. */
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Resolves when it has died. */
  readonly death: Promise<void>;
  readonly dead: () => boolean;
  readonly awake: () => boolean;
  readonly calls: () => number;
  /** When it last sent a change. */
  readonly sentAt: () => number;
  /** A call to the state store; one that is answered at once takes no time. */
  ask<T>(answer: () => Promise<T>, atOnce?: boolean): Promise<T>;
}

/** What its calls go through. */
export interface Wires {
  readonly clock: VirtualClock;
  readonly random: Random;
  /** How many milliseconds reads may be behind. */
  readonly stale: number;
  /** Told when a call that is made of several steps has done some of them. */
  readonly changed: () => void;
}

const never = new Promise<never>(() => undefined);

/** Makes the calls of a process with a fate of its own; a dead one neither acts nor wakes any more. */
export function createCaller({ clock, random, stale, changed }: Wires, fate: Fate): Caller {
  const interrupt = new AbortController();
  let tellDeath: () => void = () => undefined;
  const death = new Promise<void>((resolve) => {
    tellDeath = resolve;
  });
  let dead = false;
  let calls = 0;
  let frozenUntil = 0;
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

  /** Does the steps of one call, as far as its fate lets it. */
  const call = async (steps: readonly Step[], isCloud: boolean, atOnce = false): Promise<void> => {
    if (dead) return never;
    calls += 1;
    const number = calls;
    const fallsAsleep = number === fate.sleepsAt?.call;
    if (number === fate.interruptedAt) interrupt.abort(new Error('interrupted'));
    if (fallsAsleep) frozenUntil = clock.time() + (fate.sleepsAt?.length ?? 0);
    const slowly = isCloud && random.chance(fate.slow ?? 0);
    if (!atOnce) await clock.pass(slowly ? random.between(1000, 7000) : random.between(5, 150));
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
    if (isCloud && done > 1) changed();
    if (diesNow !== undefined) return die();
    // What was on its way has arrived, whether or not whoever sent it sleeps by now: that one hears of it later.
    await notice();
    if (fails) throw new CloudError('unavailable', 'InternalError', 'an internal error has occurred');
  };

  return {
    signal: interrupt.signal,
    death,
    dead: () => dead,
    awake: () => !dead && frozenUntil <= clock.time(),
    calls: () => calls,
    sentAt: () => sentAt,
    clock: {
      now: () => clock.now(),
      async sleep(duration, signal) {
        if (dead) await never;
        await clock.sleep(duration, signal);
        await notice();
      },
    },
    line: {
      change(steps) {
        sentAt = clock.time();
        return call(steps, true);
      },
      async read(ask) {
        let answer: ReturnType<typeof ask> | undefined;
        const age = (): number => (stale === 0 ? 0 : random.between(0, stale));
        await call([() => void (answer = ask(age))], true);
        // the step has run, or the call has thrown
        return answer as ReturnType<typeof ask>;
      },
    },
    async ask(answer, atOnce) {
      let result: ReturnType<typeof answer> | undefined;
      await call([() => void (result = answer())], false, atOnce);
      return result ?? answer();
    },
  };
}
