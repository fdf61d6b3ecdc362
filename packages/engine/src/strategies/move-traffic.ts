import type { Observed, Weights } from '../model/observed.ts';
import type { ReleaseId } from '../model/release.ts';

/** All traffic to one release; the sides that the listener knows stay in it with none, health-checked and ready. */
export function moveTraffic(observed: Observed, to: ReleaseId): Weights {
  const others = observed.sides.filter(({ release, weight }) => release !== to && weight !== undefined);
  return [...others.map(({ release }) => ({ release, weight: 0 })), { release: to, weight: 100 }];
}
