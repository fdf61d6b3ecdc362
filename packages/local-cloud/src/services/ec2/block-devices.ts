import type { BlockDeviceMapping, LaunchTemplateBlockDeviceMappingRequest } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../cloud.ts';
import type { BlockDevice, ImageRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { readDeviceName, sameDevice } from './device-name.ts';
import { requireRecord, SNAPSHOT } from './resource-kinds.ts';
import { type ShapeWish, volumeShape } from './volume-shape.ts';

/** What a request says about one device, over what is there without it. */
export interface DeviceWish extends ShapeWish {
  readonly deviceName: string;
  /** Set on a device of the image that is to be left out. */
  readonly left?: boolean;
  readonly snapshotId?: string | undefined;
  readonly deleteOnTermination?: boolean | undefined;
}

/** Reads the block device mappings of a launch, a template or an image; instance store volumes there are none. */
export function readDeviceWishes(
  mappings: readonly (BlockDeviceMapping | LaunchTemplateBlockDeviceMappingRequest)[] | undefined,
): readonly DeviceWish[] | undefined {
  if (!mappings?.length) return undefined;
  return mappings.flatMap(({ DeviceName = '', Ebs, VirtualName }): DeviceWish | readonly DeviceWish[] => {
    if (VirtualName !== undefined) return [];
    const deviceName = readDeviceName(DeviceName);
    // `NoDevice` is an empty string, which is as good as absent.
    if (!Ebs) return { deviceName, left: true };
    return {
      deviceName,
      sizeGiB: Ebs.VolumeSize,
      volumeType: Ebs.VolumeType,
      iops: Ebs.Iops,
      throughput: Ebs.Throughput,
      encrypted: Ebs.Encrypted,
      kmsKeyId: Ebs.KmsKeyId,
      snapshotId: Ebs.SnapshotId,
      deleteOnTermination: Ebs.DeleteOnTermination,
    };
  });
}

/** Lays the wishes of a request over those of a template: what the request says of a device stands. */
export function mergeDeviceWishes(
  template: readonly DeviceWish[] = [],
  request: readonly DeviceWish[] = [],
): readonly DeviceWish[] {
  const other = template.filter(
    ({ deviceName }) => !request.some((wish) => sameDevice(wish.deviceName, deviceName)),
  );
  return [...other, ...request];
}

/** The devices that an image and the caller's wishes come to: the root first. */
export function launchDevices(
  cloud: LocalCloud,
  image: Pick<ImageRecord, 'blockDevices' | 'rootDeviceName'>,
  wishes: readonly DeviceWish[] = [],
): readonly [BlockDevice, ...BlockDevice[]] {
  requireOnce(wishes);
  const { rootDeviceName } = image;
  const root = image.blockDevices.find(({ deviceName }) => deviceName === rootDeviceName) ?? {
    deviceName: rootDeviceName,
    sizeGiB: 8,
    volumeType: 'gp3',
    deleteOnTermination: true,
    encrypted: false,
  };
  const wishFor = (name: string): DeviceWish | undefined =>
    wishes.find(({ deviceName }) => sameDevice(deviceName, name));
  const others = image.blockDevices.filter((device) => device !== root);
  const added = wishes.filter(
    ({ deviceName, left }) =>
      !left && ![root, ...others].some((device) => sameDevice(device.deviceName, deviceName)),
  );
  return [
    deviceOf(cloud, withoutSnapshot(wishFor(rootDeviceName), root), root),
    ...others
      .filter(({ deviceName }) => !wishFor(deviceName)?.left)
      .map((device) => deviceOf(cloud, wishFor(device.deviceName), device)),
    ...added.map((wish) => deviceOf(cloud, wish)),
  ];
}

/** The root device is what the image boots from: a launch cannot put another snapshot in its place. */
function withoutSnapshot(wish: DeviceWish | undefined, root: BlockDevice): DeviceWish | undefined {
  if (wish?.left) {
    throw new AwsError(
      'InvalidBlockDeviceMapping',
      `The root device '${root.deviceName}' cannot be left out.`,
    );
  }
  if (wish?.snapshotId !== undefined && wish.snapshotId !== root.snapshotId) {
    throw new AwsError(
      'InvalidBlockDeviceMapping',
      `snapshotId cannot be modified on root device '${root.deviceName}'`,
    );
  }
  return wish;
}

function deviceOf(cloud: LocalCloud, wish: DeviceWish | undefined, base?: BlockDevice): BlockDevice {
  if (!wish) {
    if (base) return base;
    throw new Error('a device of an image or of a wish has one of the two');
  }
  const snapshotId = wish.snapshotId ?? base?.snapshotId;
  const snapshot = wish.snapshotId === undefined ? undefined : requireBlockSnapshot(cloud, wish.snapshotId);
  const least = snapshot?.sizeGiB ?? (snapshotId === undefined ? undefined : base?.sizeGiB);
  if (wish.sizeGiB !== undefined && least !== undefined && wish.sizeGiB < least) {
    throw new AwsError(
      'InvalidBlockDeviceMapping',
      `Volume of size ${wish.sizeGiB}GB is smaller than snapshot '${snapshotId}', expect size >= ${least}GB`,
    );
  }
  const sizeGiB = wish.sizeGiB ?? snapshot?.sizeGiB ?? base?.sizeGiB;
  if (sizeGiB === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter size or snapshotId');
  }
  const shape = volumeShape(cloud, wish, { ...base, ...encryptionOf(snapshot), sizeGiB });
  return {
    deviceName: base?.deviceName ?? wish.deviceName,
    ...(snapshotId === undefined ? {} : { snapshotId }),
    deleteOnTermination: wish.deleteOnTermination ?? base?.deleteOnTermination ?? true,
    ...shape,
  };
}

/** The snapshot with this id, if volumes can be made from it now. */
export function requireBlockSnapshot(cloud: LocalCloud, id: string): SnapshotShape {
  const snapshot = requireRecord(cloud, SNAPSHOT, id);
  if (snapshot.state !== 'completed') {
    throw new AwsError('IncorrectState', `Snapshot is in invalid state - ${snapshot.state}`);
  }
  if (snapshot.blocks === undefined) {
    throw new AwsError(
      'UnsupportedOperation',
      `The snapshot '${id}' is of a root volume: the local cloud makes images from it, but no other volumes.`,
    );
  }
  return snapshot;
}

/** What a snapshot says about the volumes that are made from it. */
export interface SnapshotShape {
  readonly sizeGiB: number;
  readonly encrypted?: boolean;
  readonly kmsKeyId?: string;
}

function encryptionOf(
  snapshot: SnapshotShape | undefined,
): Partial<Pick<BlockDevice, 'encrypted' | 'kmsKeyId'>> {
  if (!snapshot) return {};
  return {
    encrypted: snapshot.encrypted ?? false,
    ...(snapshot.kmsKeyId === undefined ? {} : { kmsKeyId: snapshot.kmsKeyId }),
  };
}

function requireOnce(wishes: readonly DeviceWish[]): void {
  for (const [index, { deviceName }] of wishes.entries()) {
    if (wishes.slice(0, index).some((other) => sameDevice(other.deviceName, deviceName))) {
      throw new AwsError(
        'InvalidBlockDeviceMapping',
        `The device '${deviceName}' is used in more than one block-device mapping`,
      );
    }
  }
}
