import type { BlockDeviceMapping, Image } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../cloud.ts';
import type { BlockDevice, ImageRecord } from '../../store/records/ec2.ts';
import { renderTags } from './read-tags.ts';
import { isVolumeType } from './volume-shape.ts';

/** An image as DescribeImages shows it. */
export function renderImage(cloud: LocalCloud, image: ImageRecord): Image {
  return {
    ImageId: image.id,
    Name: image.name,
    Description: image.description,
    State: image.state,
    StateReason: image.stateReason && { Code: image.stateReason.code, Message: image.stateReason.message },
    OwnerId: image.ownerId,
    ImageOwnerAlias: image.ownerAlias,
    ImageLocation: `${image.ownerAlias ?? image.ownerId}/${image.name}`,
    Public: image.public,
    CreationDate: image.createdAt.toISOString(),
    Architecture: 'x86_64',
    ImageType: 'machine',
    PlatformDetails: 'Linux/UNIX',
    UsageOperation: 'RunInstances',
    VirtualizationType: 'hvm',
    Hypervisor: 'xen',
    EnaSupport: true,
    SriovNetSupport: 'simple',
    RootDeviceType: 'ebs',
    RootDeviceName: image.rootDeviceName,
    BlockDeviceMappings: image.blockDevices.map(renderBlockDevice),
    SourceInstanceId: image.ownerId === cloud.accountId ? image.sourceInstanceId : undefined,
    Tags: renderTags(image.tags),
  };
}

/** A block device as images show it. */
export function renderBlockDevice(device: BlockDevice): BlockDeviceMapping {
  return {
    DeviceName: device.deviceName,
    Ebs: {
      SnapshotId: device.snapshotId,
      VolumeSize: device.sizeGiB,
      VolumeType: isVolumeType(device.volumeType) ? device.volumeType : 'gp3',
      DeleteOnTermination: device.deleteOnTermination,
      Encrypted: device.encrypted,
      KmsKeyId: device.kmsKeyId,
      Iops: device.iops,
      Throughput: device.throughput,
    },
  };
}
