import type { LocalCloud } from '../cloud.ts';
import type { SnapshotRecord } from '../store/records/ec2.ts';

/**
 * Deletes the disks and data behind snapshots that their owner deleted, once no image, snapshot or starting instance
 * uses them. The snapshot's record goes last, so that a daemon which is cut off tries again.
 */
export async function deleteUnusedDisks(cloud: LocalCloud): Promise<void> {
  for (const snapshot of cloud.tables.snapshots.values()) {
    if (snapshot.deletedAt === undefined || isNeeded(cloud, snapshot)) continue;
    const { blocks } = snapshot;
    if (blocks !== undefined && !isUsed(cloud, blocks)) await cloud.machines.volumes.deleteSnapshot(blocks);
    if (snapshot.disk !== undefined) {
      if (!isShared(cloud, snapshot.disk)) await cloud.machines.deleteDisk(snapshot.disk);
    }
    cloud.tables.snapshots.delete(snapshot.id);
  }
}

/** Whether there is a snapshot whose disk is still to be deleted and can be. */
export function hasDeletedSnapshots(cloud: LocalCloud): boolean {
  for (const snapshot of cloud.tables.snapshots.values()) {
    if (snapshot.deletedAt !== undefined && !isNeeded(cloud, snapshot)) return true;
  }
  return false;
}

/** Whether something that was asked for before the snapshot was deleted is still to be made with its data. */
function isNeeded(cloud: LocalCloud, { id, disk, state, instanceId, blocks }: SnapshotRecord): boolean {
  if (disk !== undefined && isStarting(cloud, disk)) return true;
  if (state === 'pending' && (instanceId !== undefined || blocks !== undefined)) return true;
  for (const volume of cloud.tables.volumes.values()) {
    if (volume.state === 'creating' && volume.snapshotId === id) return true;
  }
  return false;
}

/** Copies share the data. */
function isUsed(cloud: LocalCloud, blocks: string): boolean {
  for (const other of cloud.tables.snapshots.values()) {
    if (other.blocks === blocks && other.deletedAt === undefined) return true;
  }
  return false;
}

function isShared(cloud: LocalCloud, disk: string): boolean {
  for (const image of cloud.tables.images.values()) if (image.disk === disk) return true;
  for (const other of cloud.tables.snapshots.values()) {
    if (other.disk === disk && other.deletedAt === undefined) return true;
  }
  return false;
}

/** An instance whose image was deregistered right after its launch still needs the disk, named as the image. */
function isStarting(cloud: LocalCloud, disk: string): boolean {
  for (const instance of cloud.tables.instances.values()) {
    if (instance.state === 'pending' && instance.imageId === disk) return true;
  }
  return false;
}
