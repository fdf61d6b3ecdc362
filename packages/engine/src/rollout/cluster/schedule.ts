import type { ClusterSettings } from '../../model/cluster.ts';
import type { EnvironmentRef } from '../../model/environment.ts';
import type { Lock } from '../lock.ts';
import { withPatience } from '../patience.ts';
import type { RolloutPorts } from '../ports.ts';

/**
 * Has snapshots made on the schedules of these settings, and on no others; answers the volumes for which that is new.
 *
 * A deploy does this, whether it replaces anything or not, and a destroy ends it. A rollback, heal or restore leaves the
 * schedules as they are: who goes back to what ran last week does not mean to go without snapshots as last week.
 */
export async function schedule(
  environment: EnvironmentRef,
  settings: Pick<ClusterSettings, 'volumes' | 'tags'>,
  ports: Pick<RolloutPorts, 'clusters' | 'clock' | 'poll' | 'emit'>,
  lock: Lock,
): Promise<readonly string[]> {
  return withPatience(ports, () => {
    lock.assertHeld();
    return ports.clusters.ensureSchedules(environment, settings);
  });
}
