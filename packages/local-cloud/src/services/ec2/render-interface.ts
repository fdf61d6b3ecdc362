import type { InstanceNetworkInterface, NetworkInterface } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../cloud.ts';
import type { InstanceRecord, NetworkInterfaceRecord } from '../../store/records/ec2.ts';
import { privateDnsName } from './host-name.ts';
import { firstInterfaceOf } from './interfaces.ts';
import { renderTags } from './read-tags.ts';

/** An instance's network interface, as the instance shows it. */
export function renderInterface(
  cloud: LocalCloud,
  instance: InstanceRecord,
  publicIp: string | undefined,
): InstanceNetworkInterface {
  const record =
    cloud.tables.networkInterfaces.get(instance.networkInterfaceId) ?? firstInterfaceOf(instance);
  return {
    ...common(cloud, record, publicIp),
    Attachment: attachmentOf(record),
    Ipv6Addresses: [],
    InterfaceType: 'interface',
    Status: 'in-use',
  };
}

/** A network interface as DescribeNetworkInterfaces shows it. */
export function renderNetworkInterface(
  cloud: LocalCloud,
  record: NetworkInterfaceRecord,
  publicIp?: string,
): NetworkInterface {
  const { attachment, loadBalancerArn } = record;
  const attached = attachment && {
    ...attachmentOf(record),
    InstanceId: attachment.instanceId,
    InstanceOwnerId: cloud.accountId,
  };
  const balanced = loadBalancerArn !== undefined && {
    AttachmentId: `ela-attach-${record.id.slice('eni-'.length)}`,
    DeviceIndex: 1,
    InstanceOwnerId: 'amazon-elb',
    Status: 'attached' as const,
    DeleteOnTermination: false,
  };
  return {
    ...common(cloud, record, publicIp),
    AvailabilityZone: record.zone,
    InterfaceType: 'interface',
    RequesterManaged: loadBalancerArn !== undefined,
    ...(loadBalancerArn === undefined ? {} : { RequesterId: 'amazon-elb' }),
    Status: attached || balanced ? 'in-use' : 'available',
    Attachment: attached ?? (balanced || undefined),
    Ipv6Addresses: [],
    TagSet: renderTags(record.tags),
  };
}

function attachmentOf({ attachment }: NetworkInterfaceRecord): InstanceNetworkInterface['Attachment'] {
  return (
    attachment && {
      AttachmentId: attachment.id,
      AttachTime: attachment.attachedAt,
      DeleteOnTermination: attachment.deleteOnTermination,
      DeviceIndex: 0,
      NetworkCardIndex: 0,
      Status: 'attached',
    }
  );
}

type Common = Pick<
  NetworkInterface & InstanceNetworkInterface,
  | 'NetworkInterfaceId'
  | 'Association'
  | 'Description'
  | 'Groups'
  | 'MacAddress'
  | 'OwnerId'
  | 'PrivateDnsName'
  | 'PrivateIpAddress'
  | 'PrivateIpAddresses'
  | 'SourceDestCheck'
  | 'SubnetId'
  | 'VpcId'
>;

function common(cloud: LocalCloud, record: NetworkInterfaceRecord, publicIp: string | undefined): Common {
  const PrivateDnsName = privateDnsName(record.privateIp, cloud.region);
  const Association =
    publicIp === undefined ? undefined : { IpOwnerId: 'amazon', PublicDnsName: publicIp, PublicIp: publicIp };
  return {
    NetworkInterfaceId: record.id,
    Association,
    Description: record.description,
    Groups: record.securityGroupIds.map((id) => ({
      GroupId: id,
      GroupName: cloud.tables.securityGroups.get(id)?.name,
    })),
    MacAddress: record.macAddress,
    OwnerId: cloud.accountId,
    PrivateDnsName,
    PrivateIpAddress: record.privateIp,
    PrivateIpAddresses: [{ Primary: true, PrivateDnsName, PrivateIpAddress: record.privateIp, Association }],
    SourceDestCheck: record.sourceDestCheck,
    SubnetId: record.subnetId,
    VpcId: record.vpcId,
  };
}
