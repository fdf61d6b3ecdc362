import type { BalancerAction } from '../machines.ts';

/** Resolution of the share of requests that is answered 503 on purpose. */
export const UNAVAILABLE_SCALE = 65_536;

/** The process-wide HAProxy variable that holds a backend's share. */
export function unavailableVariable(backend: string): string {
  return `proc.u${backend}`;
}

/** The share of an action, 0 to 1, as the number that the variable holds. */
export function unavailableValue(action: BalancerAction): number {
  return action.kind === 'forward' ? Math.round(action.unavailable * UNAVAILABLE_SCALE) : 0;
}
