import type { LocalCloud } from '../cloud.ts';
import { type AttachedVolume, volumesOf } from '../services/ec2/volumes.ts';
import type { VolumeRecord } from '../store/records/ec2.ts';

/** Makes the volumes of an instance that is about to boot, and gives them to its machine. */
export async function plugVolumes(cloud: LocalCloud, instanceId: string): Promise<void> {
  for (const volume of volumesOf(cloud, instanceId)) {
    const { state = 'attached' } = volume.attachment;
    if (volume.block === undefined || (state !== 'attaching' && state !== 'attached')) continue;
    if (volume.state === 'creating') await cloud.machines.volumes.create(newVolume(cloud, volume));
    await attachVolume(cloud, volume);
  }
}

/** Puts an attached volume into its instance's machine; what was detached meanwhile stays so in the records. */
export async function attachVolume(cloud: LocalCloud, { id, attachment }: AttachedVolume): Promise<void> {
  const { instanceId, deviceName } = attachment;
  await cloud.machines.volumes.attach({ volume: id, machine: instanceId, device: deviceName });
  const now = cloud.tables.volumes.get(id);
  if (now?.attachment?.instanceId !== instanceId || now.attachment.state !== 'attaching') return;
  cloud.tables.volumes.update(id, {
    state: 'in-use',
    attachment: { ...now.attachment, state: 'attached' },
  });
}

/** What is to be made of a volume's record. */
export function newVolume(
  cloud: LocalCloud,
  { id, sizeGiB, snapshotId }: VolumeRecord,
): { readonly id: string; readonly sizeGiB: number; readonly snapshot?: string } {
  const snapshot = snapshotId === undefined ? undefined : cloud.tables.snapshots.get(snapshotId)?.blocks;
  return { id, sizeGiB, ...(snapshot === undefined ? {} : { snapshot }) };
}
