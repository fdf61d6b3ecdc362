import type { LocalCloud } from '../../cloud.ts';
import { createRecordIndex, type RecordIndex } from '../../store/record-index.ts';
import type { AttachmentRecord, BlockDevice, Tags, VolumeRecord } from '../../store/records/ec2.ts';
import { newId } from '../ids.ts';

/** A volume that is attached, or on its way to or from an instance. */
export type AttachedVolume = VolumeRecord & { readonly attachment: AttachmentRecord };

/** The volumes of an instance, its root volume among them, the oldest attachment first. */
export function volumesOf(cloud: Pick<LocalCloud, 'tables'>, instanceId: string): readonly AttachedVolume[] {
  return cloud.tables.volumes.view(byInstance).of(instanceId).filter(isAttached);
}

function byInstance(): RecordIndex<VolumeRecord> {
  return createRecordIndex(({ attachment }) => attachment?.instanceId);
}

function isAttached(volume: VolumeRecord): volume is AttachedVolume {
  return volume.attachment !== undefined;
}

/**
 * Records the volumes of a new instance. The first is the root volume, which comes with its machine; the others are
 * made and attached before it boots.
 */
export function createLaunchVolumes(
  cloud: LocalCloud,
  instanceId: string,
  [root, ...others]: readonly [BlockDevice, ...BlockDevice[]],
  zone: string,
  tags: Tags,
): VolumeRecord {
  const attachedAt = cloud.now();
  const create = (device: BlockDevice, block: boolean): VolumeRecord => {
    const { deviceName, deleteOnTermination, ...shape } = device;
    return cloud.tables.volumes.put({
      ...shape,
      id: newId('vol'),
      zone,
      state: block ? 'creating' : 'in-use',
      createdAt: attachedAt,
      ...(block ? { block: true } : {}),
      attachment: {
        instanceId,
        deviceName,
        deleteOnTermination,
        attachedAt,
        state: block ? 'attaching' : 'attached',
      },
      tags,
    });
  };
  const volume = create(root, false);
  for (const device of others) create(device, true);
  return volume;
}

/** Lets go of a volume whose instance is gone; what is not to outlive the instance is deleted. */
export function releaseVolume(cloud: LocalCloud, { attachment, ...volume }: VolumeRecord): void {
  const deleted = attachment?.deleteOnTermination ?? true;
  if (volume.block === undefined && deleted) cloud.tables.volumes.delete(volume.id);
  else if (deleted) cloud.tables.volumes.put({ ...volume, state: 'deleting' });
  else cloud.tables.volumes.put({ ...volume, state: volume.state === 'in-use' ? 'available' : volume.state });
}
