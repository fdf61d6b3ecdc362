import type { Observed, Weights } from '../model/observed.ts';
import type { ReleaseId } from '../model/release.ts';
import { shows } from './moments.ts';
import type { Rule, TwoSides } from './two-sides.ts';

/** All traffic to one side; those that the listener knows stay in it with none, health-checked and ready. */
export function moveTraffic(observed: Observed, to: ReleaseId): Weights {
  const others = observed.sides.filter(({ release, weight }) => release !== to && weight !== undefined);
  return [...others.map(({ release }) => ({ release, weight: 0 })), { release: to, weight: 100 }];
}

/**
 * Gives the new side that share of the traffic, and lets by when it was ordered and is seen. To order it again after an
 * old look changes nothing. Only to be asked where enough instances are known to be healthy.
 */
export const shift =
  (share: number): Rule =>
  (sides) => {
    const { ordered } = sides.rollout;
    const weights = sharedTraffic(sides, share);
    const seen = weights.every(({ release, weight }) =>
      sides.observed.sides.some((side) => side.release === release && (side.weight ?? 0) === weight),
    );
    if (seen && ordered.share?.weight === share) return undefined;
    return { kind: 'act', actions: [{ kind: 'set-weights', weights }] };
  };

/** A process ordered it and died before it was done, long ago perhaps: what was shown then is to be shown again. */
export const isUnmoved = ({ rollout: { ordered }, next }: TwoSides): boolean =>
  ordered.share?.uncertain === true && (next?.weight ?? 0) < ordered.share.weight;

/** Lets by when it is certain whether a process that died has moved traffic. */
export const seeWhetherMoved: Rule = (sides) => {
  const { actedAt } = sides.rollout;
  if (!isUnmoved(sides) || actedAt === undefined || shows(actedAt, sides.now)) return undefined;
  return { kind: 'wait', reason: 'what the run before has done to be seen' };
};

function sharedTraffic({ observed, rollout }: TwoSides, share: number): Weights {
  const { toSide, fromSide } = rollout;
  const all = moveTraffic(observed, toSide);
  if (share === 100 || fromSide === undefined) return all;
  const old = observed.sides.filter(({ release }) => release !== toSide);
  const total = old.reduce((sum, { weight = 0 }) => sum + weight, 0);
  // Where a rollout that stopped has left traffic in two places, each gives its part: neither may be able to take more.
  const others = all
    .filter(({ release }) => release !== toSide && release !== fromSide)
    .map(({ release }) => {
      const { weight = 0 } = old.find((side) => side.release === release) ?? {};
      return { release, weight: total === 0 ? 0 : Math.round((weight * (100 - share)) / total) };
    });
  const left = others.reduce((rest, { weight }) => rest - weight, 100 - share);
  return [...others, { release: fromSide, weight: left }, { release: toSide, weight: share }];
}
