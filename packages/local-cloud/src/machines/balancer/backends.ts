import type { BalancerAction, BalancerSpec } from '../machines.ts';

/**
 * Backends that stand ready for rules: HAProxy cannot add one without a reload, and this is the most that a load
 * balancer may have. An empty one costs some kilobytes.
 */
const RULE_BACKENDS = 100;

/** A backend, and what it serves at the moment. */
export interface Backend {
  readonly name: string;
  readonly action: BalancerAction;
}

/** What stands ready for a rule that is not there. */
const NOTHING: BalancerAction = { kind: 'forward', servers: [], unavailable: 0 };

/** The name of the backend behind a listener. */
export function listenerBackend(port: number): string {
  return `b${port}`;
}

/** The name of the backend of the rule that has a slot. */
export function ruleBackend(slot: number): string {
  return `r${slot}`;
}

/** All backends that a balancer needs at any time, as long as its listeners stay. */
export function backendsOf({ listeners }: BalancerSpec): readonly Backend[] {
  const bySlot = new Map(
    listeners.flatMap(({ rules }) => rules.map(({ slot, action }) => [slot, action] as const)),
  );
  return [
    ...listeners
      .filter(({ action }) => action.kind === 'forward')
      .map(({ port, action }) => ({ name: listenerBackend(port), action })),
    ...Array.from({ length: RULE_BACKENDS }, (_, slot) => ({
      name: ruleBackend(slot),
      action: bySlot.get(slot) ?? NOTHING,
    })),
  ];
}
