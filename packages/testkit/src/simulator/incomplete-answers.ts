import { CloudError } from '@imago/engine';
import { createRandom } from '../random.ts';
import type { View } from './views.ts';
import type { SimulatedWorld } from './world/world.ts';

/** How often a copy that is behind does not know one of the target groups yet. */
const often = 0.05;

/**
 * What was read of the target groups, without those that the copy asked does not know. Hanging on the time alone, it
 * draws nothing that the schedule rests on. As with the adapter, a look without the side that has requests is none.
 */
export function leaveOut(
  world: SimulatedWorld,
  standing: View['standing'],
  { weights = new Map() }: View['listener'],
): View['standing'] {
  if (world.weather.stale === 0) return standing;
  const shown = [...standing.targetGroups].filter(
    (release) => !createRandom(world.now * 31 + Number(release.slice(1))).chance(often),
  );
  const targetGroups = new Set(shown);
  for (const [release, weight] of weights) {
    if (weight === 0 || targetGroups.has(release)) continue;
    throw new CloudError('unavailable', 'IncompleteAnswer', `requests go to ${release}, which is not shown`);
  }
  return { ...standing, targetGroups };
}
