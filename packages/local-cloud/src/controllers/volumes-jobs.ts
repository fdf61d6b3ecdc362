import type { LocalCloud } from '../cloud.ts';
import type { AttachedVolume } from '../services/ec2/volumes.ts';
import type { VolumeRecord } from '../store/records/ec2.ts';
import { attachVolume, newVolume } from './volumes-plug.ts';

/** Work on a volume; `busy` when it is to be looked at again, because its instance still has it. */
export type VolumeJob = () => Promise<'busy' | void>;

/** What is to be done for a volume now, if anything. */
export function jobForVolume(cloud: LocalCloud, volume: VolumeRecord): VolumeJob | undefined {
  const { attachment } = volume;
  if (volume.state === 'deleting') {
    return hasPendingSnapshot(cloud, volume.id) ? undefined : () => deleteVolume(cloud, volume.id);
  }
  if (volume.state === 'creating') return attachment ? undefined : () => makeVolume(cloud, volume);
  if (volume.modification?.state === 'modifying') return () => modifyVolume(cloud, volume.id);
  if (!attachment) return undefined;
  const state = cloud.tables.instances.get(attachment.instanceId)?.state;
  // The volumes of an instance that starts or ends are moved with it.
  if (state === 'pending' || state === 'shutting-down' || state === 'terminated') return undefined;
  if (attachment.state === 'attaching') return () => attachVolume(cloud, { ...volume, attachment });
  return () => detachVolume(cloud, { ...volume, attachment });
}

async function makeVolume(cloud: LocalCloud, volume: VolumeRecord): Promise<void> {
  try {
    await cloud.machines.volumes.create(newVolume(cloud, volume));
    cloud.tables.volumes.update(volume.id, { state: 'available' });
  } catch (error) {
    cloud.log('volume failed', { id: volume.id, cause: String(error) });
    cloud.tables.volumes.update(volume.id, { state: 'error' });
  }
}

async function deleteVolume(cloud: LocalCloud, id: string): Promise<void> {
  await cloud.machines.volumes.delete(id);
  cloud.tables.volumes.delete(id);
}

/** The instance has let go of it, or has not: then it is `busy` until a later look. */
async function detachVolume(cloud: LocalCloud, { id, attachment }: AttachedVolume): Promise<'busy' | void> {
  const { instanceId: machine, forced: force = false } = attachment;
  const result = await cloud.machines.volumes.detach({ volume: id, machine, force });
  const now = cloud.tables.volumes.get(id);
  if (now?.attachment?.instanceId !== machine) return undefined;
  const { attachment: last, ...free } = now;
  if (result === 'detached') {
    cloud.tables.volumes.put({ ...free, state: 'available' });
    return undefined;
  }
  if (last.state !== result) cloud.tables.volumes.update(id, { attachment: { ...last, state: result } });
  return 'busy';
}

async function modifyVolume(cloud: LocalCloud, id: string): Promise<void> {
  const volume = cloud.tables.volumes.get(id);
  if (volume?.modification?.state !== 'modifying') return;
  const { modification } = volume;
  try {
    // A root volume is as large as the host's disk, whatever its record says.
    if (volume.block) await cloud.machines.volumes.grow(id, modification.target.sizeGiB);
    cloud.tables.volumes.update(id, {
      ...modification.target,
      modification: { ...modification, state: 'completed', endedAt: cloud.now() },
    });
  } catch (error) {
    const statusMessage = error instanceof Error ? error.message : String(error);
    cloud.log('volume could not be modified', { id, cause: statusMessage });
    cloud.tables.volumes.update(id, {
      modification: { ...modification, state: 'failed', statusMessage, endedAt: cloud.now() },
    });
  }
}

function hasPendingSnapshot(cloud: LocalCloud, volumeId: string): boolean {
  for (const snapshot of cloud.tables.snapshots.values()) {
    if (snapshot.state === 'pending' && snapshot.volumeId === volumeId) return true;
  }
  return false;
}
