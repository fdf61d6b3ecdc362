import type { InternetGateway, Subnet, Vpc } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../cloud.ts';
import type { InternetGatewayRecord, SubnetRecord, VpcRecord } from '../../store/records/ec2.ts';
import { createAddressPool } from './addresses.ts';
import { renderTags } from './read-tags.ts';

/** A VPC as DescribeVpcs shows it. */
export function renderVpc(cloud: LocalCloud, vpc: VpcRecord): Vpc {
  return {
    VpcId: vpc.id,
    CidrBlock: vpc.cidr,
    IsDefault: vpc.isDefault,
    State: 'available',
    OwnerId: cloud.accountId,
    InstanceTenancy: 'default',
    DhcpOptionsId: 'default',
    CidrBlockAssociationSet: [
      {
        AssociationId: `vpc-cidr-assoc-${vpc.id.slice('vpc-'.length)}`,
        CidrBlock: vpc.cidr,
        CidrBlockState: { State: 'associated' },
      },
    ],
    Ipv6CidrBlockAssociationSet: [],
    Tags: renderTags(vpc.tags),
  };
}

/** The ARN of a subnet. */
export function subnetArn({ region, accountId }: LocalCloud, id: string): string {
  return `arn:aws:ec2:${region}:${accountId}:subnet/${id}`;
}

/** A subnet as DescribeSubnets shows it. */
export function renderSubnet(cloud: LocalCloud, subnet: SubnetRecord): Subnet {
  return {
    SubnetId: subnet.id,
    SubnetArn: subnetArn(cloud, subnet.id),
    VpcId: subnet.vpcId,
    CidrBlock: subnet.cidr,
    AvailabilityZone: subnet.zone,
    AvailabilityZoneId: subnet.zoneId,
    AvailableIpAddressCount: createAddressPool(cloud, subnet).free,
    DefaultForAz: subnet.defaultForZone,
    MapPublicIpOnLaunch: subnet.mapPublicIp,
    MapCustomerOwnedIpOnLaunch: false,
    AssignIpv6AddressOnCreation: false,
    EnableDns64: false,
    Ipv6Native: false,
    Ipv6CidrBlockAssociationSet: [],
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    OwnerId: cloud.accountId,
    State: 'available',
    Tags: renderTags(subnet.tags),
  };
}

/** An internet gateway as DescribeInternetGateways shows it. */
export function renderInternetGateway(
  { accountId }: LocalCloud,
  { id, vpcId, tags }: InternetGatewayRecord,
): InternetGateway {
  return {
    InternetGatewayId: id,
    OwnerId: accountId,
    // EC2 says `available` of an attached gateway, which is not among the states that the SDK's type lists.
    Attachments: vpcId === undefined ? [] : [{ VpcId: vpcId, State: 'available' as 'attached' }],
    Tags: renderTags(tags),
  };
}
