import type { BlockDeviceMapping } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../cloud.ts';
import type {
  BlockDevice,
  ImageRecord,
  InstanceRecord,
  Tags,
  VolumeRecord,
} from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { newId } from '../ids.ts';
import type { Launch } from './launch.ts';

/** The root device that an image and the caller's wishes come to. */
export function rootDeviceOf(image: ImageRecord, wishes: Launch['rootVolume']): BlockDevice {
  const device = image.blockDevices.find(({ deviceName }) => deviceName === image.rootDeviceName) ?? {
    deviceName: image.rootDeviceName,
    sizeGiB: 8,
    volumeType: 'gp3',
    deleteOnTermination: true,
    encrypted: false,
  };
  const sizeGiB = wishes?.sizeGiB ?? device.sizeGiB;
  if (sizeGiB < device.sizeGiB) {
    throw new AwsError(
      'InvalidBlockDeviceMapping',
      `Volume of size ${sizeGiB}GB is smaller than snapshot '${device.snapshotId ?? ''}', expect size >= ${device.sizeGiB}GB`,
    );
  }
  return {
    ...device,
    sizeGiB,
    volumeType: wishes?.volumeType ?? device.volumeType,
    deleteOnTermination: wishes?.deleteOnTermination ?? device.deleteOnTermination,
  };
}

/** The root device that a new image of an instance gets: that of its volume, with the caller's wishes. */
export function rootDeviceOfInstance(
  cloud: LocalCloud,
  instance: InstanceRecord,
  mappings: readonly BlockDeviceMapping[] | undefined,
): BlockDevice {
  const volume = cloud.tables.volumes.get(instance.rootVolumeId);
  const deviceName = volume?.attachment?.deviceName ?? '/dev/xvda';
  const other = mappings?.find(
    ({ DeviceName, NoDevice }) => DeviceName !== deviceName && NoDevice === undefined,
  );
  if (other) {
    throw new AwsError(
      'InvalidBlockDeviceMapping',
      `The device '${other.DeviceName}' is not used by instance ${instance.id}: name ${deviceName}, its root device.`,
    );
  }
  const wishes = mappings?.find(({ DeviceName }) => DeviceName === deviceName)?.Ebs;
  return {
    deviceName,
    sizeGiB: wishes?.VolumeSize ?? volume?.sizeGiB ?? 8,
    volumeType: wishes?.VolumeType ?? volume?.volumeType ?? 'gp3',
    deleteOnTermination: wishes?.DeleteOnTermination ?? true,
    encrypted: volume?.encrypted ?? false,
  };
}

/** Records the root volume of an instance, attached from the start. */
export function createRootVolume(
  cloud: LocalCloud,
  instanceId: string,
  device: BlockDevice,
  zone: string,
  tags: Tags,
): VolumeRecord {
  const now = cloud.now();
  return cloud.tables.volumes.put({
    id: newId('vol'),
    sizeGiB: device.sizeGiB,
    volumeType: device.volumeType,
    zone,
    state: 'in-use',
    ...(device.snapshotId === undefined ? {} : { snapshotId: device.snapshotId }),
    createdAt: now,
    encrypted: device.encrypted,
    attachment: {
      instanceId,
      deviceName: device.deviceName,
      deleteOnTermination: device.deleteOnTermination,
      attachedAt: now,
    },
    tags,
  });
}
