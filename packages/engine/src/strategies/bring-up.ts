import type { Action } from '../model/action.ts';
import { runHooks } from './ask-checks.ts';
import { awaitHealth } from './await-health.ts';
import { atLeast, grow, newCapacity } from './new-capacity.ts';
import { isComplete } from './readiness.ts';
import { sideBefore } from './rollout.ts';
import { firstOf } from './two-sides.ts';
import type { Rule, TwoSides } from './two-sides.ts';

/** Lets by when the new side stands beside the live one, large and healthy enough for that share of the traffic. */
export const bringUp =
  (share: number): Rule =>
  (sides) =>
    firstOf(sides, [
      beforeScaleUp,
      order(share),
      keepFromLeaving,
      () => grow(sides, share),
      awaitBalancer,
      awaitHealth(share),
    ]);

const beforeScaleUp: Rule = (sides) =>
  sides.rollout.preparedAt === undefined ? runHooks('before-scale-up')(sides) : undefined;

/** Orders the side until all of it is seen. Everything in the order is found by name and made only once. */
const order =
  (share: number): Rule =>
  (sides) => {
    const { rollout, next } = sides;
    if (next?.group?.deleting === true) {
      return { kind: 'wait', reason: `the earlier group of ${rollout.toSide} to be gone` };
    }
    if (rollout.preparedAt !== undefined && isComplete(next)) return undefined;
    // What has traffic is not made anew, whatever a look leaves out.
    if (rollout.shiftedAt !== undefined)
      return { kind: 'wait', reason: `all of ${rollout.toSide} to be seen` };
    return { kind: 'act', actions: orderSide(sides, share) };
  };

function orderSide(sides: TwoSides, share: number): readonly Action[] {
  const { rollout, next, live } = sides;
  const { toSide: release, fromSide } = rollout;
  const suspended = live?.group?.suspendedProcesses ?? sideBefore(rollout, fromSide)?.suspendedProcesses;
  return [
    { kind: 'prepare-environment' },
    ...cancelRetirement(sides),
    {
      kind: 'prepare-side',
      release,
      // An order is repeated while a look may be behind, and a side to go back to may have grown: neither shrinks it.
      capacity: atLeast(newCapacity(sides, share), next?.group?.capacity),
      // Listed with none, so that it is health-checked before it gets a request; the first of all has nothing to wait for.
      weight: fromSide === undefined ? 100 : 0,
      // What people have switched off stays off. Nothing else is suspended: two sides do not get in each other's way.
      suspendedProcesses: suspended ?? [],
    },
  ];
}

/** A side that was due to go is used again. */
const keepFromLeaving: Rule = (sides) => {
  const actions = cancelRetirement(sides);
  return actions.length > 0 ? { kind: 'act', actions } : undefined;
};

const cancelRetirement = ({ next, rollout }: TwoSides): readonly Action[] =>
  next?.group?.retirement === undefined ? [] : [{ kind: 'cancel-retirement', release: rollout.toSide }];

const awaitBalancer: Rule = ({ observed: { loadBalancer } }) => {
  if (loadBalancer?.state === 'active') return undefined;
  if (loadBalancer?.state !== 'failed') return { kind: 'wait', reason: 'the load balancer to be active' };
  const message = 'the load balancer is failed';
  return { kind: 'turn-back', because: { kind: 'refused', action: 'prepare-environment', message } };
};
