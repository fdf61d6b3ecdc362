import type { LocalCloud } from '../../cloud.ts';
import type { ImageRecord, KeyPairRecord, SubnetRecord } from '../../store/records/ec2.ts';
import type { InstanceProfileRecord } from '../../store/records/iam.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { Launch } from './launch.ts';
import { IMAGE, requireRecord, SUBNET } from './resource-kinds.ts';
import { requireSecurityGroup } from './require-security-group.ts';

/** The image, if machines can be started from it now. */
export function requireAvailableImage(cloud: LocalCloud, id: string): ImageRecord {
  const image = requireRecord(cloud, IMAGE, id);
  if (image.state === 'available') return image;
  throw new AwsError(
    'InvalidAMIID.Unavailable',
    `The image ID '${id}' is not available: it is ${image.state}.`,
  );
}

/** The key pair with this name. */
export function requireKeyPair(cloud: LocalCloud, name: string): KeyPairRecord {
  for (const key of cloud.tables.keyPairs.values()) {
    if (key.name === name) return key;
  }
  throw new AwsError('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`);
}

/** The instance profile that a launch names, by name or ARN. */
export function requireInstanceProfile(
  cloud: LocalCloud,
  { name, arn }: NonNullable<Launch['instanceProfile']>,
): InstanceProfileRecord {
  const record = cloud.tables.instanceProfiles.get(name ?? arn?.split('/').at(-1) ?? '');
  if (record && (arn === undefined || record.arn === arn)) return record;
  throw arn === undefined
    ? new AwsError(
        'InvalidParameterValue',
        `Value (${name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`,
      )
    : new AwsError(
        'InvalidParameterValue',
        `Value (${arn}) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN`,
      );
}

/** The subnet a launch goes to: the one it names, else the default one of its zone. */
export function requireLaunchSubnet(cloud: LocalCloud, launch: Launch): SubnetRecord {
  if (launch.subnetId !== undefined) {
    const subnet = requireRecord(cloud, SUBNET, launch.subnetId);
    if (launch.zone === undefined || launch.zone === subnet.zone) return subnet;
    throw new AwsError(
      'InvalidParameterCombination',
      `The availability zone '${launch.zone}' is not the one of subnet '${subnet.id}', which is in '${subnet.zone}'`,
    );
  }
  const subnets = [...cloud.tables.subnets.values()].filter((subnet) => subnet.defaultForZone);
  const subnet = subnets.find(({ zone }) => launch.zone === undefined || zone === launch.zone);
  if (subnet) return subnet;
  throw launch.zone === undefined
    ? new AwsError('MissingInput', 'No subnets found for the default VPC. Please specify a subnet.')
    : new AwsError(
        'InvalidParameterValue',
        `Invalid availability zone: [${launch.zone}]. Available: ${subnets.map(({ zone }) => zone).join(', ')}`,
      );
}

/** The ids of the security groups a launch asks for, else the VPC's default one. */
export function requireLaunchGroups(cloud: LocalCloud, launch: Launch, vpcId: string): readonly string[] {
  const { securityGroupIds: ids, securityGroupNames: names, subnetId } = launch;
  return requireGroups(cloud, { ids, names, subnetId, vpcId });
}

/** The ids of the security groups of a VPC that a request names, else that of its default group. */
export function requireGroups(
  cloud: LocalCloud,
  {
    ids = [],
    names = [],
    vpcId,
    subnetId = 'of the default VPC',
  }: {
    readonly ids?: readonly string[] | undefined;
    readonly names?: readonly string[] | undefined;
    readonly vpcId: string;
    readonly subnetId?: string | undefined;
  },
): readonly string[] {
  const groups = [
    ...ids.map((id) => requireSecurityGroup(cloud, { id })),
    ...names.map((name) => requireSecurityGroup(cloud, { name, vpcId })),
  ];
  const stranger = groups.find((group) => group.vpcId !== vpcId);
  if (stranger) {
    throw new AwsError(
      'InvalidParameter',
      `Security group ${stranger.id} and subnet ${subnetId} belong to different networks.`,
    );
  }
  if (groups.length === 0) groups.push(requireSecurityGroup(cloud, { name: 'default', vpcId }));
  return [...new Set(groups.map(({ id }) => id))];
}
