import type { RequestLaunchTemplateData, RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { Tags } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
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
    rootVolume: readRootVolume(data),
    tags,
    volumeTags,
    ...readNetwork(data),
  };
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
}

/** Lays a request over a template: what the request says wins, tags are joined. */
export function mergeLaunch(template: LaunchPart, request: LaunchPart): LaunchPart {
  const tags = { ...template.tags, ...request.tags };
  return { ...template, ...request, tags, volumeTags: { ...template.volumeTags, ...request.volumeTags } };
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
  if (device.NetworkInterfaceId !== undefined) {
    throw new AwsError(
      'UnsupportedOperation',
      `The network interface '${device.NetworkInterfaceId}' cannot be attached at launch: the local cloud makes one for each instance.`,
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
  return {
    subnetId: device.SubnetId,
    privateIp: device.PrivateIpAddress ?? data.PrivateIpAddress,
    securityGroupIds: device.Groups?.length ? device.Groups : undefined,
    associatePublicIp: device.AssociatePublicIpAddress,
  };
}

function readRootVolume(data: LaunchData): LaunchPart['rootVolume'] {
  const mappings = data.BlockDeviceMappings ?? [];
  if (mappings.length === 0) return undefined;
  const [mapping, other] = mappings.filter(({ Ebs }) => Ebs);
  if (other || mapping?.Ebs?.SnapshotId !== undefined) {
    throw new AwsError(
      'UnsupportedOperation',
      'The local cloud gives an instance its root volume only: BlockDeviceMappings may hold one entry, without a SnapshotId.',
    );
  }
  return (
    mapping?.Ebs && {
      sizeGiB: mapping.Ebs.VolumeSize,
      volumeType: mapping.Ebs.VolumeType,
      deleteOnTermination: mapping.Ebs.DeleteOnTermination,
    }
  );
}

function tagsFor(data: LaunchData, resourceType: string): Tags | undefined {
  const specification =
    data.TagSpecifications?.filter(({ ResourceType }) => ResourceType === resourceType) ?? [];
  return specification.length === 0 ? undefined : readTags(specification.flatMap(({ Tags }) => Tags ?? []));
}
