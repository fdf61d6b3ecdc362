import type { EnvironmentRef } from '../model/environment.ts';
import { healthyInstances, liveRelease, releaseOn } from '../model/observed.ts';
import type { ReleaseId } from '../model/release.ts';
import { findUnfinished } from './find-unfinished.ts';
import { readLock } from './lock.ts';
import { optional } from './optional.ts';
import type { RolloutPorts } from './ports.ts';
import { readRelease } from './records.ts';
import type { SideReport, StatusReport, Unfinished } from './reports.ts';
import { urlOf } from './url-of.ts';

/** What runs now, on which release, how healthy. */
export async function readStatus(request: EnvironmentRef, ports: RolloutPorts): Promise<StatusReport> {
  const ref = { project: request.project, environment: request.environment };
  const [observed, lockedBy, unfinished] = await Promise.all([
    ports.cloud.observe(ref),
    readLock(ref, ports),
    findUnfinished(ref, ports),
  ]);
  const sides = await Promise.all(
    observed.sides.map(async (side): Promise<SideReport> => ({
      id: side.release,
      release: await readRelease(ports.state, ref, releaseOn(side)),
      launches: releaseOn(side),
      weight: side.weight ?? 0,
      healthy: healthyInstances(side).length,
      ...optional({ capacity: side.group?.capacity, retireAt: side.group?.retirement?.at.toISOString() }),
    })),
  );
  const live = rolledFrom(unfinished) ?? liveRelease(observed);
  return {
    sides,
    observed,
    ...optional({ live, url: urlOf(observed), lockedBy, unfinished }),
  };
}

/** A group that is rolled launches the new release from the first moment; what counts until the end is the old one. */
function rolledFrom(unfinished: Unfinished | undefined): ReleaseId | undefined {
  if (unfinished === undefined) return undefined;
  const { kind, from, fromSide, toSide } = unfinished.rollout;
  return kind !== 'destroy' && fromSide === toSide ? from : undefined;
}
