import type { ReleaseId } from '@imago/engine';
import type { SimulatedWorld } from './world.ts';

/** What harm a change would do to those who use the application now; undefined where it does none. */
export function harmOf(
  change: string,
  release: ReleaseId | undefined,
  world: SimulatedWorld,
  accepted: ReadonlySet<string>,
): string | undefined {
  if (release === undefined) {
    return change === 'remove-environment' && [...(world.weights ?? [])].some(([id]) => accepted.has(id))
      ? 'the load balancer is removed while a release is live'
      : undefined;
  }
  const weight = world.weights?.get(release) ?? 0;
  const live = [...(world.weights ?? [])].find(([, share]) => share > 0)?.[0];
  const healthy = world.healthyCount(release);
  if (change === 'set-weights' && live !== undefined && live !== release) {
    const wanted = world.sides.get(release)?.group?.capacity.desired ?? 0;
    if (healthy === 0) return `traffic is moved to ${release}, which has no healthy instance`;
    // Going back is right also to a side that has lost an instance; moving to a new one is not.
    if (!accepted.has(release) && healthy < wanted)
      return `traffic is moved to ${release} with ${healthy} of ${wanted} healthy`;
  }
  const isLive = weight > 0 && accepted.has(release);
  if (isLive && ['shrink', 'remove', 'retire'].includes(change))
    return `${change} of ${release}, which is live`;
  return undefined;
}
