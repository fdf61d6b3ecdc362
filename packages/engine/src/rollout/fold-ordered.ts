import type { RolloutAction } from '../model/rollout.ts';
import type { ReleaseId } from '../model/release.ts';
import type { Ordered, Rollout } from '../strategies/rollout.ts';

/** Adds what an act orders between the two sides of a rollout. */
export function foldOrdered(
  folded: Pick<Rollout, 'ordered' | 'turnedBack'>,
  actions: readonly RolloutAction[],
  toSide: ReleaseId,
  at: Date,
): Ordered {
  return actions.reduce((ordered: Ordered, action): Ordered => {
    if (action.kind === 'set-weights') {
      const weight = action.weights.find(({ release }) => release === toSide)?.weight ?? 0;
      return { ...ordered, share: { weight, at } };
    }
    if (action.kind === 'set-test-traffic') return { ...ordered, testTraffic: action.releases };
    const leaving = leavingIn(action);
    if (leaving === undefined) return ordered;
    if (leaving === toSide) return { removingSince: at, ...ordered };
    // On the way back nothing but the new side goes.
    return folded.turnedBack === undefined ? { retiringSince: at, ...ordered } : ordered;
  }, folded.ordered);
}

/** The side that an action orders to go. */
function leavingIn(action: RolloutAction): ReleaseId | undefined {
  if (action.kind === 'remove-side' || action.kind === 'schedule-retirement') return action.release;
  return action.kind === 'set-capacity' && action.capacity.desired === 0 ? action.release : undefined;
}
