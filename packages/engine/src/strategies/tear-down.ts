import type { Action } from '../model/action.ts';
import { isGone } from '../model/observed.ts';
import type { Observed } from '../model/observed.ts';
import type { Decision } from './decision.ts';
import { isLeaving } from './retire-old.ts';

/** Everything of the environment goes: the sides, then what they stood behind. */
export function tearDown(observed: Observed): Decision {
  if (isGone(observed)) return { kind: 'done' };
  const sides = observed.sides
    .filter((side) => !isLeaving(side))
    .map(({ release }): Action => ({ kind: 'remove-side', release }));
  const { loadBalancer, listener } = observed;
  // Security groups cannot go before the instances that use them.
  const shared = loadBalancer !== undefined || listener !== undefined || observed.sides.length === 0;
  const actions: readonly Action[] = shared ? [...sides, { kind: 'remove-environment' }] : sides;
  if (actions.length === 0) return { kind: 'wait', reason: 'the last instances to end' };
  return { kind: 'act', actions };
}
