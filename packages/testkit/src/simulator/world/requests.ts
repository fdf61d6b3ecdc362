import type { ReleaseId } from '@imago/engine';
import { isHealthy } from './is-healthy.ts';
import type { SimulatedWorld } from './world.ts';

/** What came of one request: whether it was answered, and by which side's instances. */
export interface Answer {
  readonly ok: boolean;
  readonly side?: ReleaseId;
}

/** A request that a user, or a test that names a side, sends now. */
export function request(world: SimulatedWorld, header?: ReleaseId): Answer {
  const { loadBalancer, weights, random, now } = world;
  if (loadBalancer === undefined || now < loadBalancer.activeAt || weights === undefined)
    return { ok: false };
  const named = header !== undefined && world.testTraffic.includes(header) ? header : undefined;
  const release = named ?? pickSide(weights, random.next());
  const side = release === undefined ? undefined : world.sides.get(release);
  if (release === undefined || side?.group === undefined) return { ok: false };
  const inService = side.group.instances.filter(({ state }) => state === 'InService');
  const healthy = inService.filter(isHealthy);
  // With no healthy target the load balancer asks all of them.
  const targets = healthy.length > 0 ? healthy : inService;
  const target = targets[Math.floor(random.next() * targets.length)];
  if (target === undefined || !target.serves) return { ok: false, side: release };
  const { behaviour, inServiceAt = now } = target;
  const fails = behaviour === 'fails-requests' || (behaviour === 'fails-later' && now - inServiceAt > 60_000);
  return { ok: !fails, side: release };
}

function pickSide(weights: ReadonlyMap<ReleaseId, number>, at: number): ReleaseId | undefined {
  let total = 0;
  for (const weight of weights.values()) total += weight;
  let left = at * total;
  for (const [release, weight] of weights) {
    if (weight > 0 && left < weight) return release;
    left -= weight;
  }
  return undefined;
}
