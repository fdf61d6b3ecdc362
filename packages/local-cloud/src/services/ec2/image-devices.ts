import type { LocalCloud } from '../../cloud.ts';
import type { BlockDevice, InstanceRecord, VolumeRecord } from '../../store/records/ec2.ts';
import { type DeviceWish, launchDevices } from './block-devices.ts';
import { sameDevice } from './device-name.ts';
import { requireData } from './snapshots.ts';
import { type AttachedVolume, volumesOf } from './volumes.ts';

/** A device of a new image, and the volume whose data it gets. */
interface ImageDevice {
  readonly device: BlockDevice;
  readonly volume?: VolumeRecord;
}

/**
 * The devices that a new image of an instance gets: those of its volumes, the root first, with the caller's wishes:
 * other settings, volumes left out, new ones that are empty or from a snapshot.
 */
export function imageDevices(
  cloud: LocalCloud,
  instance: InstanceRecord,
  wishes: readonly DeviceWish[] | undefined,
): readonly [ImageDevice, ...ImageDevice[]] {
  const volumes = volumesOf(cloud, instance.id);
  const root = volumes.find(({ id }) => id === instance.rootVolumeId);
  const rootDeviceName = root?.attachment.deviceName ?? '/dev/xvda';
  const [rootDevice, ...others] = launchDevices(
    cloud,
    { rootDeviceName, blockDevices: volumes.map((volume) => deviceOf(volume, volume === root)) },
    wishes,
  );
  const withVolume = (device: BlockDevice): ImageDevice => {
    const volume = volumes.find(({ attachment }) => sameDevice(attachment.deviceName, device.deviceName));
    // A wish for another snapshot takes the volume's place.
    if (!volume || (device.snapshotId !== undefined && device.snapshotId !== volume.snapshotId)) {
      return { device };
    }
    requireData(volume);
    return { device, volume };
  };
  return [withVolume(rootDevice), ...others.map(withVolume)];
}

function deviceOf(volume: AttachedVolume, isRoot: boolean): BlockDevice {
  const { sizeGiB, volumeType, iops, throughput, encrypted, kmsKeyId, snapshotId, attachment } = volume;
  return {
    deviceName: attachment.deviceName,
    sizeGiB,
    volumeType,
    encrypted,
    // A new instance's root goes with it, whatever became of this one's.
    deleteOnTermination: isRoot || attachment.deleteOnTermination,
    ...(iops === undefined ? {} : { iops }),
    ...(throughput === undefined ? {} : { throughput }),
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    ...(snapshotId === undefined ? {} : { snapshotId }),
  };
}
