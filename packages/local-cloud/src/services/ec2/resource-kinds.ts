import type { ResourceType } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../cloud.ts';
import type {
  ImageRecord,
  InstanceRecord,
  InternetGatewayRecord,
  KeyPairRecord,
  LaunchTemplateRecord,
  NetworkInterfaceRecord,
  RouteTableRecord,
  SecurityGroupRecord,
  SnapshotRecord,
  SubnetRecord,
  Tags,
  VolumeRecord,
  VpcRecord,
} from '../../store/records/ec2.ts';
import type { Table } from '../../store/table.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** A kind of EC2 resource: where its records are, and how EC2 complains about its ids. */
export interface ResourceKind<T extends { readonly id: string; readonly tags: Tags }> {
  readonly type: ResourceType;
  readonly prefix: string;
  readonly table: (cloud: LocalCloud) => Table<T>;
  readonly notFound: string;
  readonly malformed: string;
  /** What EC2 calls such an id in messages. */
  readonly noun: string;
}

/** Instances. */
export const INSTANCE: ResourceKind<InstanceRecord> = {
  type: 'instance',
  prefix: 'i',
  table: ({ tables }) => tables.instances,
  notFound: 'InvalidInstanceID.NotFound',
  malformed: 'InvalidInstanceID.Malformed',
  noun: 'instance ID',
};

/** Machine images. */
export const IMAGE: ResourceKind<ImageRecord> = {
  type: 'image',
  prefix: 'ami',
  table: ({ tables }) => tables.images,
  notFound: 'InvalidAMIID.NotFound',
  malformed: 'InvalidAMIID.Malformed',
  noun: 'image id',
};

/** Snapshots; those that their owner deleted are no longer found. */
export const SNAPSHOT: ResourceKind<SnapshotRecord> = {
  type: 'snapshot',
  prefix: 'snap',
  table: ({ tables }) => tables.snapshots,
  notFound: 'InvalidSnapshot.NotFound',
  malformed: 'InvalidSnapshotID.Malformed',
  noun: 'snapshot',
};

/** Volumes. */
export const VOLUME: ResourceKind<VolumeRecord> = {
  type: 'volume',
  prefix: 'vol',
  table: ({ tables }) => tables.volumes,
  notFound: 'InvalidVolume.NotFound',
  malformed: 'InvalidVolumeID.Malformed',
  noun: 'volume',
};

/** Key pairs, by id. */
export const KEY_PAIR: ResourceKind<KeyPairRecord> = {
  type: 'key-pair',
  prefix: 'key',
  table: ({ tables }) => tables.keyPairs,
  notFound: 'InvalidKeyPair.NotFound',
  malformed: 'InvalidKeyPair.Format',
  noun: 'key pair',
};

/** Security groups, by id. */
export const SECURITY_GROUP: ResourceKind<SecurityGroupRecord> = {
  type: 'security-group',
  prefix: 'sg',
  table: ({ tables }) => tables.securityGroups,
  notFound: 'InvalidGroup.NotFound',
  malformed: 'InvalidGroupId.Malformed',
  noun: 'security group',
};

/** VPCs. */
export const VPC: ResourceKind<VpcRecord> = {
  type: 'vpc',
  prefix: 'vpc',
  table: ({ tables }) => tables.vpcs,
  notFound: 'InvalidVpcID.NotFound',
  malformed: 'InvalidVpcID.Malformed',
  noun: 'vpc ID',
};

/** Subnets. */
export const SUBNET: ResourceKind<SubnetRecord> = {
  type: 'subnet',
  prefix: 'subnet',
  table: ({ tables }) => tables.subnets,
  notFound: 'InvalidSubnetID.NotFound',
  malformed: 'InvalidSubnetID.Malformed',
  noun: 'subnet ID',
};

/** Network interfaces. */
export const NETWORK_INTERFACE: ResourceKind<NetworkInterfaceRecord> = {
  type: 'network-interface',
  prefix: 'eni',
  table: ({ tables }) => tables.networkInterfaces,
  notFound: 'InvalidNetworkInterfaceID.NotFound',
  malformed: 'InvalidNetworkInterfaceId.Malformed',
  noun: 'networkInterface ID',
};

/** Internet gateways. */
export const INTERNET_GATEWAY: ResourceKind<InternetGatewayRecord> = {
  type: 'internet-gateway',
  prefix: 'igw',
  table: ({ tables }) => tables.internetGateways,
  notFound: 'InvalidInternetGatewayID.NotFound',
  malformed: 'InvalidInternetGatewayId.Malformed',
  noun: 'internetGateway ID',
};

/** Route tables. */
export const ROUTE_TABLE: ResourceKind<RouteTableRecord> = {
  type: 'route-table',
  prefix: 'rtb',
  table: ({ tables }) => tables.routeTables,
  notFound: 'InvalidRouteTableID.NotFound',
  malformed: 'InvalidRouteTableId.Malformed',
  noun: 'routeTable ID',
};

/** Launch templates, by id. */
export const LAUNCH_TEMPLATE: ResourceKind<LaunchTemplateRecord> = {
  type: 'launch-template',
  prefix: 'lt',
  table: ({ tables }) => tables.launchTemplates,
  notFound: 'InvalidLaunchTemplateId.NotFound',
  malformed: 'InvalidLaunchTemplateId.Malformed',
  noun: 'launch template ID',
};

/** The record with this id, or EC2's error. */
export function requireRecord<T extends { readonly id: string; readonly tags: Tags }>(
  cloud: LocalCloud,
  kind: ResourceKind<T>,
  id: string,
): T {
  const record = kind.table(cloud).get(id);
  return record && !isDeleted(record) ? record : refuse(kind, [id]);
}

/** The records with these ids, each once and in the order given; EC2's error names all that do not exist. */
export function requireRecords<T extends { readonly id: string; readonly tags: Tags }>(
  cloud: LocalCloud,
  kind: ResourceKind<T>,
  ids: readonly string[],
): readonly T[] {
  const table = kind.table(cloud);
  const missing: string[] = [];
  const found: T[] = [];
  for (const id of new Set(ids)) {
    const record = table.get(id);
    if (record && !isDeleted(record)) found.push(record);
    else missing.push(id);
  }
  return missing.length === 0 ? found : refuse(kind, missing);
}

function isDeleted(record: object): boolean {
  return 'deletedAt' in record && record.deletedAt !== undefined;
}

function refuse(
  kind: Pick<ResourceKind<InstanceRecord>, 'type' | 'prefix' | 'malformed' | 'notFound' | 'noun'>,
  ids: readonly string[],
): never {
  const wellFormed = new RegExp(`^${kind.prefix}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`);
  const malformed = ids.find((id) => !wellFormed.test(id));
  if (malformed !== undefined) {
    throw new AwsError(kind.malformed, `Invalid id: "${malformed}" (expecting "${kind.prefix}-...")`);
  }
  const list = kind.type === 'image' ? `[${ids.join(', ')}]` : ids.join(', ');
  throw new AwsError(
    kind.notFound,
    ids.length === 1
      ? `The ${kind.noun} '${list}' does not exist`
      : `The ${kind.noun}s '${list}' do not exist`,
  );
}
