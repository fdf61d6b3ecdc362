import type { EnvironmentRef } from '../model/environment.ts';
import { healthyInstances, liveRelease, releaseOn } from '../model/observed.ts';
import { findUnfinished } from './find-unfinished.ts';
import { readLock } from './lock.ts';
import { optional } from './optional.ts';
import type { RolloutPorts } from './ports.ts';
import { readRelease } from './records.ts';
import type { SideReport, StatusReport } from './reports.ts';
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
  return {
    sides,
    observed,
    ...optional({ live: liveRelease(observed), url: urlOf(observed), lockedBy, unfinished }),
  };
}
