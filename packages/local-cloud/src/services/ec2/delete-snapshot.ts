import type { LocalCloud } from '../../cloud.ts';

/** Deletes a snapshot for its owner; the instances controller deletes its disk and then its record. */
export function deleteSnapshot(cloud: LocalCloud, id: string): void {
  cloud.tables.snapshots.update(id, { deletedAt: cloud.now() });
  cloud.poke();
}
