import type { RequestLaunchTemplateData, RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { Tags } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { mergeDeviceWishes, readDeviceWishes } from './block-devices.ts';
import type { LaunchPart } from './launch.ts';
import { readTags } from './read-tags.ts';

type LaunchData = Omit<RequestLaunchTemplateData, '$metadata'> &
  Pick<RunInstancesRequest, 'SubnetId' | 'PrivateIpAddress'>;

/**
 * Reads what a RunInstances request or a launch template's data says about a launch; the two have nearly the
 * same members. What is not said is left out, so that one may be laid over the other.
 */
export function readLaunch(source: LaunchData | Readonly<Record<string, unknown>>): LaunchPart {
  const data = source as LaunchData;
  const tags = tagsFor(data, 'instance');
  const volumeTags = tagsFor(data, 'volume');
  const interfaceTags = tagsFor(data, 'network-interface');
  const profile = data.IamInstanceProfile;
  const part: { readonly [K in keyof LaunchPart]: LaunchPart[K] | undefined } = {
    imageId: data.ImageId,
    instanceType: data.InstanceType,
    zone: data.Placement?.AvailabilityZone,
    keyName: data.KeyName,
    userData: data.UserData,
    instanceProfile: profile && { name: profile.Name, arn: profile.Arn },
    shutdownBehavior: data.InstanceInitiatedShutdownBehavior,
    metadataTokens: data.MetadataOptions?.HttpTokens,
    metadataTags:
      data.MetadataOptions?.InstanceMetadataTags === undefined
        ? undefined
        : data.MetadataOptions.InstanceMetadataTags === 'enabled',
    ebsOptimized: data.EbsOptimized,
    apiTerminationProtected: data.DisableApiTermination,
    blockDevices: readDeviceWishes(data.BlockDeviceMappings),
    tags,
    volumeTags,
    interfaceTags,
    ...readNetwork(data),
  };
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
}

/** Lays a request over a template: what the request says wins, tags are joined. */
export function mergeLaunch(template: LaunchPart, request: LaunchPart): LaunchPart {
  const { subnetId: _, privateIp: __, associatePublicIp: ___, ...elsewhere } = template;
  return {
    // An interface of the request's own is where it is, whatever the template says.
    ...(request.networkInterfaceId === undefined ? template : elsewhere),
    ...request,
    tags: { ...template.tags, ...request.tags },
    volumeTags: { ...template.volumeTags, ...request.volumeTags },
    interfaceTags: { ...template.interfaceTags, ...request.interfaceTags },
    blockDevices: mergeDeviceWishes(template.blockDevices, request.blockDevices),
  };
}

function readNetwork(data: LaunchData): LaunchPart {
  const [device, second] = data.NetworkInterfaces ?? [];
  if (!device) {
    return {
      subnetId: data.SubnetId,
      privateIp: data.PrivateIpAddress,
      securityGroupIds: data.SecurityGroupIds?.length ? data.SecurityGroupIds : undefined,
      securityGroupNames: data.SecurityGroups?.length ? data.SecurityGroups : undefined,
    };
  }
  if (second) {
    throw new AwsError(
      'AttachmentLimitExceeded',
      'Interface count 2 exceeds the limit of 1 network interface.',
    );
  }
  if (data.SecurityGroupIds?.length || data.SecurityGroups?.length) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Network interfaces and an instance-level security groups may not be specified on the same request',
    );
  }
  if (data.SubnetId !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Network interfaces and an instance-level subnet ID may not be specified on the same request',
    );
  }
  if ((device.DeviceIndex ?? 0) !== 0) {
    throw new AwsError(
      'InvalidParameterValue',
      `The first network interface of an instance has the device index 0, not ${device.DeviceIndex}.`,
    );
  }
  const deleteInterfaceOnTermination = device.DeleteOnTermination;
  if (device.NetworkInterfaceId !== undefined) {
    refuseWishes(device, data.PrivateIpAddress);
    return { networkInterfaceId: device.NetworkInterfaceId, deleteInterfaceOnTermination };
  }
  return {
    subnetId: device.SubnetId,
    privateIp: device.PrivateIpAddress ?? data.PrivateIpAddress,
    interfaceDescription: device.Description,
    deleteInterfaceOnTermination,
    securityGroupIds: device.Groups?.length ? device.Groups : undefined,
    associatePublicIp: device.AssociatePublicIpAddress,
  };
}

/** An interface that is there has its subnet, address and groups already. */
function refuseWishes(
  device: NonNullable<LaunchData['NetworkInterfaces']>[number],
  privateIp: string | undefined,
): void {
  const wishes = {
    subnet: device.SubnetId,
    'private IP address': device.PrivateIpAddress ?? privateIp,
    'security group': device.Groups?.length ? device.Groups : undefined,
    description: device.Description,
    'public IP address': device.AssociatePublicIpAddress,
  };
  const [wish] = Object.entries(wishes).find(([, value]) => value !== undefined && value !== false) ?? [];
  if (wish === undefined) return;
  throw new AwsError(
    'InvalidParameterCombination',
    `A network interface may not specify both a network interface ID and a ${wish}`,
  );
}

function tagsFor(data: LaunchData, resourceType: string): Tags | undefined {
  const specification =
    data.TagSpecifications?.filter(({ ResourceType }) => ResourceType === resourceType) ?? [];
  return specification.length === 0 ? undefined : readTags(specification.flatMap(({ Tags }) => Tags ?? []));
}
