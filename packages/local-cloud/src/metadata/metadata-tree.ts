import type { LocalCloud } from '../cloud.ts';
import { privateDnsName } from '../services/ec2/host-name.ts';
import { publicAddressOf } from '../services/ec2/render-instance.ts';
import { volumesOf } from '../services/ec2/volumes.ts';
import type { InstanceRecord } from '../store/records/ec2.ts';
import { instanceCredentials, roleOfInstance } from './instance-credentials.ts';

/** A folder of the metadata service, a text, or a text that is made when it is asked for. */
export type MetadataNode = string | (() => string) | { readonly [name: string]: MetadataNode | undefined };

/** What the metadata service shows an instance under `meta-data/`, named as on EC2. */
export function metadataTree(cloud: LocalCloud, instance: InstanceRecord): MetadataNode {
  const { zone, privateIp } = instance;
  const hostname = privateDnsName(privateIp, cloud.region);
  const publicIp = publicAddressOf(instance);
  const subnet = cloud.tables.subnets.get(instance.subnetId);
  const root = cloud.tables.volumes.get(instance.rootVolumeId)?.attachment?.deviceName ?? '/dev/xvda';
  const groups = instance.securityGroupIds
    .map((id) => cloud.tables.securityGroups.get(id)?.name ?? id)
    .join('\n');
  return {
    'ami-id': instance.imageId,
    'ami-launch-index': String(instance.launchIndex),
    'ami-manifest-path': '(unknown)',
    'block-device-mapping': { ami: root, ...dataDevices(cloud, instance), root },
    hostname: hostname,
    iam: iam(cloud, instance),
    'instance-action': 'none',
    'instance-id': instance.id,
    'instance-life-cycle': 'on-demand',
    'instance-type': instance.instanceType,
    'local-hostname': hostname,
    'local-ipv4': privateIp,
    mac: instance.macAddress,
    network: {
      interfaces: {
        macs: {
          [instance.macAddress]: {
            'device-number': '0',
            'interface-id': instance.networkInterfaceId,
            'ipv4-associations': publicIp === undefined ? undefined : { [publicIp]: privateIp },
            'local-hostname': hostname,
            'local-ipv4s': privateIp,
            mac: instance.macAddress,
            'owner-id': cloud.accountId,
            'public-hostname': publicIp,
            'public-ipv4s': publicIp,
            'security-group-ids': instance.securityGroupIds.join('\n'),
            'security-groups': groups,
            'subnet-id': instance.subnetId,
            'subnet-ipv4-cidr-block': subnet?.cidr,
            'vpc-id': instance.vpcId,
            'vpc-ipv4-cidr-block': cloud.tables.vpcs.get(instance.vpcId)?.cidr,
            'vpc-ipv4-cidr-blocks': cloud.tables.vpcs.get(instance.vpcId)?.cidr,
          },
        },
      },
    },
    placement: {
      'availability-zone': zone,
      'availability-zone-id': subnet?.zoneId,
      region: cloud.region,
    },
    profile: 'default-hvm',
    'public-hostname': publicIp,
    'public-ipv4': publicIp,
    'public-keys': publicKeys(cloud, instance),
    'reservation-id': instance.reservationId,
    'security-groups': groups,
    services: { domain: 'amazonaws.com', partition: 'aws' },
    tags: instance.metadataTags ? { instance: instance.tags } : undefined,
  };
}

/** The instance identity document of `dynamic/instance-identity/document`. */
export function identityDocument(cloud: LocalCloud, instance: InstanceRecord): string {
  const document = {
    accountId: cloud.accountId,
    architecture: 'x86_64',
    availabilityZone: instance.zone,
    billingProducts: null,
    devpayProductCodes: null,
    marketplaceProductCodes: null,
    imageId: instance.imageId,
    instanceId: instance.id,
    instanceType: instance.instanceType,
    kernelId: null,
    pendingTime: instance.launchedAt.toISOString().replace(/\.\d+Z$/, 'Z'),
    privateIp: instance.privateIp,
    ramdiskId: null,
    region: cloud.region,
    version: '2017-09-30',
  };
  return JSON.stringify(document, null, 2);
}

function publicKeys(cloud: LocalCloud, { keyName }: InstanceRecord): MetadataNode | undefined {
  if (keyName === undefined) return undefined;
  for (const key of cloud.tables.keyPairs.values()) {
    if (key.name === keyName) return { [`0=${keyName}`]: { 'openssh-key': `${key.publicKey}\n` } };
  }
  return undefined;
}

function iam(cloud: LocalCloud, instance: InstanceRecord): MetadataNode | undefined {
  const role = roleOfInstance(cloud, instance);
  if (!role) return undefined;
  return {
    info: () =>
      JSON.stringify(
        {
          Code: 'Success',
          LastUpdated: cloud.now().toISOString(),
          InstanceProfileArn: role.profile.arn,
          InstanceProfileId: role.profile.profileId,
        },
        null,
        2,
      ),
    'security-credentials':
      role.name === undefined ? {} : { [role.name]: () => instanceCredentials(cloud, instance) },
  };
}

/** The names that the data volumes were attached under, numbered from one. */
function dataDevices(cloud: LocalCloud, instance: InstanceRecord): Readonly<Record<string, string>> {
  const data = volumesOf(cloud, instance.id).filter(({ id }) => id !== instance.rootVolumeId);
  return Object.fromEntries(data.map(({ attachment }, index) => [`ebs${index + 1}`, attachment.deviceName]));
}
