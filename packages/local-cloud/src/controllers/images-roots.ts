import type { LocalCloud } from '../cloud.ts';
import type { SnapshotRecord } from '../store/records/ec2.ts';

/** Takes a `pending` snapshot of a root volume to `completed` or `error`: its machine is frozen as it is. */
export async function freezeRoot(cloud: LocalCloud, id: string): Promise<void> {
  const snapshot = cloud.tables.snapshots.get(id);
  if (snapshot?.state !== 'pending' || snapshot.disk === undefined) return;
  const { instanceId = '', disk } = snapshot;
  const state = cloud.tables.instances.get(instanceId)?.state;
  try {
    if (state !== 'running' && state !== 'stopped') {
      throw new Error(`instance ${instanceId} is ${state ?? 'gone'}`);
    }
    if (!cloud.machines.hasDisk(disk)) await cloud.machines.freeze(instanceId, disk);
    cloud.tables.snapshots.update(id, { state: 'completed', completedAt: cloud.now() });
  } catch (error) {
    failSnapshot(cloud, id, error);
  }
}

/** Whether the instance is in a state to be frozen in; else its snapshot waits. */
export function isReadyForSnapshot(cloud: LocalCloud, { instanceId }: SnapshotRecord): boolean {
  const state = cloud.tables.instances.get(instanceId ?? '')?.state;
  return state !== 'pending' && state !== 'stopping';
}

/** Records why a snapshot could not be taken. */
export function failSnapshot(cloud: LocalCloud, id: string, error: unknown): void {
  const cause = error instanceof Error ? error.message : String(error);
  cloud.log('snapshot failed', { id, cause });
  const stateReason = { code: 'Server.InternalError', message: `the snapshot could not be taken: ${cause}` };
  cloud.tables.snapshots.update(id, { state: 'error', stateReason });
}
