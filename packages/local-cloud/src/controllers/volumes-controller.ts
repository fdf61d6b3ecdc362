import type { LocalCloud } from '../cloud.ts';
import type { SnapshotRecord, VolumeRecord } from '../store/records/ec2.ts';
import { failSnapshot } from './images-roots.ts';
import { createInstancesWork } from './instances-work.ts';
import { jobForVolume, type VolumeJob } from './volumes-jobs.ts';

/** Moves volumes and their snapshots from state to state as their data and machines do. */
export interface VolumesController {
  /** Starts what is to be done now, in the background. */
  tick(): Promise<void>;
  /** Resolves when nothing that a tick started is still going on. */
  idle(): Promise<void>;
}

/** Volumes are looked after this many at a time: most of it is copying. */
const SIDE_BY_SIDE = 4;

/** Rest before work that failed is tried again. */
const RETRY_MILLISECONDS = 1_000;

/** And before an instance is asked again whether it has let go of a volume. */
const BUSY_MILLISECONDS = 200;

/** Makes the controller; what a dead daemon left half done is done by the first ticks. */
export function createVolumesController(cloud: LocalCloud): VolumesController {
  const work = createInstancesWork(SIDE_BY_SIDE, cloud.poke);
  const retryAt = new Map<string, number>();

  function isFree(id: string): boolean {
    return !work.isBusy(id) && (retryAt.get(id) ?? 0) <= cloud.now().getTime();
  }

  function start(id: string, job: VolumeJob): void {
    work.start(id, async () => {
      try {
        if ((await job()) === 'busy') retryAt.set(id, cloud.now().getTime() + BUSY_MILLISECONDS);
        else retryAt.delete(id);
      } catch (error) {
        // The state stays as it is, so a later tick tries again.
        retryAt.set(id, cloud.now().getTime() + RETRY_MILLISECONDS);
        cloud.log('work on a volume failed', { id, error: String(error) });
      }
    });
  }

  return {
    async tick() {
      for (const volume of cloud.tables.volumes.values()) {
        if (needsNothing(volume) || !isFree(volume.id)) continue;
        const job = jobForVolume(cloud, volume);
        if (job) start(volume.id, job);
      }
      for (const [key, snapshots] of pendingSets(cloud)) {
        if (isFree(key)) start(key, () => takeSet(cloud, snapshots));
      }
    },
    idle: () => work.idle(),
  };
}

/** Most volumes are as they should be: a tick must not cost more the more there are of them. */
function needsNothing({ state, attachment, modification }: VolumeRecord): boolean {
  const settled = state === 'available' || state === 'in-use' || state === 'error';
  return settled && (attachment?.state ?? 'attached') === 'attached' && modification?.state !== 'modifying';
}

/** The snapshots that are to be taken, those of one moment together. */
function pendingSets(cloud: LocalCloud): ReadonlyMap<string, readonly SnapshotRecord[]> {
  const sets = new Map<string, SnapshotRecord[]>();
  for (const snapshot of cloud.tables.snapshots.values()) {
    const { state, blocks, imageId, setId = snapshot.id } = snapshot;
    if (state !== 'pending' || blocks === undefined || imageId !== undefined) continue;
    sets.set(setId, [...(sets.get(setId) ?? []), snapshot]);
  }
  return sets;
}

/** Takes those of which there are no data yet: an action fixes them before it answers, where nothing comes between. */
async function takeSet(cloud: LocalCloud, snapshots: readonly SnapshotRecord[]): Promise<void> {
  const { volumes } = cloud.machines;
  const copies = snapshots.flatMap(({ volumeId = '', blocks = '' }) =>
    volumes.hasSnapshot(blocks) ? [] : [{ volume: volumeId, snapshot: blocks }],
  );
  try {
    if (copies.length > 0) await volumes.snapshot(copies);
  } catch (error) {
    for (const { id } of snapshots) failSnapshot(cloud, id, error);
    return;
  }
  for (const { id } of snapshots) {
    cloud.tables.snapshots.update(id, { state: 'completed', completedAt: cloud.now() });
  }
}
