import { draw } from './draw.ts';
import type { Fault, FaultKind, FaultOptions, FaultReport, FaultScope } from './fault.ts';

/** A call as it is held against the faults: each option comes from the closest fault that has it. */
export interface FaultedCall {
  /** The option's value; undefined where no fault of this call has it. */
  option<K extends keyof FaultOptions>(name: K): FaultOptions[K] | undefined;
  /** A number from 0 up to 1 for this call, from the seed of the fault that has the option. */
  draw(name: keyof FaultOptions, ...of: readonly string[]): number;
  /** Counts what was done. */
  count(kind: FaultKind, name: keyof FaultOptions): void;
}

/** The faults that are on. */
export interface FaultRegistry {
  /** Turns a fault on, in place of one for the same actions. */
  set(fault: Fault): void;
  /** Turns off those of a scope, or all; answers how many. */
  clear(scope?: FaultScope): number;
  list(): readonly FaultReport[];
  /** Undefined where no fault is on for the action. What is `counted` under another name has fates of its own. */
  meet(service: string, action: string, counted?: string): FaultedCall | undefined;
}

interface Entry {
  readonly fault: Fault;
  readonly calls: Map<string, number>;
  readonly injected: Record<FaultKind, number>;
}

/** Makes a registry with no faults. They are in memory only: a daemon that is started again has none. */
export function createFaultRegistry(): FaultRegistry {
  const entries = new Map<string, Entry>();

  return {
    set: (fault) => {
      const calls = { throttle: 0, error: 0, delay: 0, stale: 0 };
      const injected = { ...calls, die: 0, neverBoots: 0, slowDetach: 0, stuckDetach: 0 };
      entries.set(keyOf(fault), { fault, calls: new Map(), injected });
    },
    clear: (scope) => {
      const keys = scope ? [keyOf(scope)] : [...entries.keys()];
      return keys.filter((key) => entries.delete(key)).length;
    },
    list: () =>
      [...entries.values()].map(({ fault, calls, injected }) => ({
        ...fault,
        calls: [...calls.values()].reduce((all, count) => all + count, 0),
        injected: { ...injected },
      })),
    meet: (service, action, counted = action) => {
      if (entries.size === 0) return undefined;
      const met = scopesOf(service, action).flatMap((scope) => entries.get(keyOf(scope)) ?? []);
      if (met.length === 0) return undefined;
      const call = `${service} ${counted}`;
      for (const { calls } of met) calls.set(call, (calls.get(call) ?? 0) + 1);
      const numbers = new Map(met.map((entry) => [entry, entry.calls.get(call) ?? 0]));
      const owner = (name: keyof FaultOptions): Entry | undefined =>
        met.find(({ fault }) => fault.options[name] !== undefined);
      return {
        option: (name) => owner(name)?.fault.options[name],
        draw: (name, ...of) => {
          const entry = owner(name);
          return entry ? draw(entry.fault.seed, name, call, numbers.get(entry) ?? 0, ...of) : 1;
        },
        count: (kind, name) => {
          const entry = owner(name);
          if (entry) entry.injected[kind] += 1;
        },
      };
    },
  };
}

/** The scopes that hold an action, the closest first. */
function scopesOf(service: string, action: string): readonly FaultScope[] {
  return [{ service, action }, { action }, { service, action: '*' }, { action: '*' }];
}

function keyOf({ service = '', action }: FaultScope): string {
  return `${service} ${action}`;
}
