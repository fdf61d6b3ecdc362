import type { LocalCloud } from '../cloud.ts';

/**
 * Deletes the disks behind snapshots that their owner deleted, once no image, snapshot or starting instance
 * uses them. The snapshot's record goes last, so that a daemon which is cut off tries again.
 */
export async function deleteUnusedDisks(cloud: LocalCloud): Promise<void> {
  for (const snapshot of cloud.tables.snapshots.values()) {
    if (snapshot.deletedAt === undefined) continue;
    if (snapshot.disk !== undefined) {
      if (isStarting(cloud, snapshot.disk)) continue;
      if (!isShared(cloud, snapshot.disk)) await cloud.machines.deleteDisk(snapshot.disk);
    }
    cloud.tables.snapshots.delete(snapshot.id);
  }
}

/** Whether there is a snapshot whose disk is still to be deleted and can be. */
export function hasDeletedSnapshots(cloud: LocalCloud): boolean {
  for (const { deletedAt, disk } of cloud.tables.snapshots.values()) {
    if (deletedAt !== undefined && (disk === undefined || !isStarting(cloud, disk))) return true;
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
