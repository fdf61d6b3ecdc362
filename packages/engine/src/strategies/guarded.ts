import type { Observed } from '../model/observed.ts';
import type { Decision } from './decision.ts';
import type { Rollout } from './rollout.ts';

/** A strategy: what is to be done next, by what is seen and what was done. */
export type Strategy = (observed: Observed, rollout: Rollout, now: Date) => Decision;

/** What holds for every strategy: abort, pause, gates that always hold, and deadlines. */
export function guarded(strategy: Strategy, observed: Observed, rollout: Rollout, now: Date): Decision {
  return strategy(observed, rollout, now);
}
