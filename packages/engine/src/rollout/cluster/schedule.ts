import type { ClusterSettings } from '../../model/cluster.ts';
import type { EnvironmentRef } from '../../model/environment.ts';
import type { Release } from '../../model/release.ts';
import type { Lock } from '../lock.ts';
import { withPatience } from '../patience.ts';
import type { RolloutPorts } from '../ports.ts';

/** What is to be made snapshots of from now on. */
export interface ScheduleOrder {
  readonly environment: EnvironmentRef;
  readonly settings: Pick<ClusterSettings, 'volumes' | 'tags'>;
  /** Those that may have left a schedule behind. */
  readonly before: readonly (Release | undefined)[];
}

/**
 * Has snapshots made on the schedules of these settings, and on no others; answers the volumes for which that is new.
 * Where there is none, and was none, Data Lifecycle Manager is not asked: it need not be within reach.
 *
 * A deploy does this, whether it replaces anything or not, and a destroy ends it. A rollback, heal or restore leaves the
 * schedules as they are: who goes back to what ran last week does not mean to go without snapshots as last week.
 */
export async function schedule(
  { environment, settings, before }: ScheduleOrder,
  ports: Pick<RolloutPorts, 'clusters' | 'clock' | 'poll' | 'emit'>,
  lock: Lock,
): Promise<readonly string[]> {
  const scheduled = [settings, ...before.map((release) => release?.settings)].some(
    (each) =>
      each !== undefined &&
      'volumes' in each &&
      each.volumes.some(({ snapshots }) => snapshots !== undefined),
  );
  if (!scheduled) return [];
  return withPatience(ports, () => {
    lock.assertHeld();
    return ports.clusters.ensureSchedules(environment, settings);
  });
}
