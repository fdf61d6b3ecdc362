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
  const { loadBalancer, securityGroups } = observed;
  const shared = loadBalancer ?? securityGroups.loadBalancer ?? securityGroups.instances;
  const actions = shared === undefined ? sides : [...sides, { kind: 'remove-environment' } as const];
  if (actions.length === 0) return { kind: 'wait', reason: 'the last instances to end' };
  return { kind: 'act', actions };
}
