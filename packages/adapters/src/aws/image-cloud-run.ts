import type {
  _InstanceType,
  BlockDeviceMapping,
  RunInstancesCommandInput,
  VolumeType,
} from '@aws-sdk/client-ec2';
import type { BlockDevice, InstanceSpec } from '@imago/engine';
import { toTagSpecification } from './image-cloud-facts.ts';

/** RunInstances for one instance. */
export function toRunInstances(spec: InstanceSpec): RunInstancesCommandInput {
  return {
    MinCount: 1,
    MaxCount: 1,
    ClientToken: spec.clientToken,
    ImageId: spec.imageId,
    // AWS has types that the SDK does not know yet
    InstanceType: spec.instanceType as _InstanceType,
    ...(spec.keyName === undefined ? {} : { KeyName: spec.keyName }),
    ...network(spec),
    ...(spec.availabilityZone === undefined
      ? {}
      : { Placement: { AvailabilityZone: spec.availabilityZone } }),
    ...(spec.iamInstanceProfile === undefined
      ? {}
      : { IamInstanceProfile: { Name: spec.iamInstanceProfile } }),
    ...(spec.userData === undefined ? {} : { UserData: Buffer.from(spec.userData).toString('base64') }),
    ...(spec.ebsOptimized === undefined ? {} : { EbsOptimized: spec.ebsOptimized }),
    ...(spec.shutdownBehavior === undefined
      ? {}
      : { InstanceInitiatedShutdownBehavior: spec.shutdownBehavior }),
    ...(spec.blockDevices === undefined ? {} : { BlockDeviceMappings: spec.blockDevices.map(toMapping) }),
    TagSpecifications: [
      ...toTagSpecification('instance', spec.tags),
      ...toTagSpecification('volume', spec.volumeTags),
    ],
  };
}

/** A public address can be asked for with a network interface only, and then the groups and the subnet go there. */
function network(spec: InstanceSpec): Partial<RunInstancesCommandInput> {
  const groups = [...spec.securityGroupIds];
  if (spec.subnetId === undefined) return { SecurityGroupIds: groups };
  if (spec.associatePublicIpAddress === undefined)
    return { SubnetId: spec.subnetId, SecurityGroupIds: groups };
  return {
    NetworkInterfaces: [
      {
        DeviceIndex: 0,
        SubnetId: spec.subnetId,
        Groups: groups,
        AssociatePublicIpAddress: spec.associatePublicIpAddress,
        DeleteOnTermination: true,
      },
    ],
  };
}

function toMapping(device: BlockDevice): BlockDeviceMapping {
  if (device.noDevice === true) return { DeviceName: device.deviceName, NoDevice: '' };
  if (device.virtualName !== undefined)
    return { DeviceName: device.deviceName, VirtualName: device.virtualName };
  return {
    DeviceName: device.deviceName,
    Ebs: {
      // as in Packer, a volume stays only when the recipe says so
      DeleteOnTermination: device.deleteOnTermination ?? true,
      ...(device.volumeSizeGiB === undefined ? {} : { VolumeSize: device.volumeSizeGiB }),
      // AWS has types that the SDK does not know yet
      ...(device.volumeType === undefined ? {} : { VolumeType: device.volumeType as VolumeType }),
      ...(device.iops === undefined ? {} : { Iops: device.iops }),
      ...(device.throughput === undefined ? {} : { Throughput: device.throughput }),
      ...(device.snapshotId === undefined ? {} : { SnapshotId: device.snapshotId }),
      ...(device.encrypted === undefined ? {} : { Encrypted: device.encrypted }),
      ...(device.kmsKeyId === undefined ? {} : { KmsKeyId: device.kmsKeyId }),
    },
  };
}
