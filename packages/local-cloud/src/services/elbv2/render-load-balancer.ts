import type { AvailabilityZone, LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { LocalCloud } from '../../cloud.ts';
import type { LoadBalancerRecord } from '../../store/records/elbv2.ts';

/** Route 53's zone of load balancers in us-east-1; clients copy it into alias records. */
export const LOAD_BALANCER_ZONE = 'Z35SXDOTRQ7X7K';

/** A load balancer as the API shows it. */
export function renderLoadBalancer(cloud: LocalCloud, record: LoadBalancerRecord): LoadBalancer {
  return {
    LoadBalancerArn: record.id,
    DNSName: record.address,
    CanonicalHostedZoneId: LOAD_BALANCER_ZONE,
    CreatedTime: record.createdAt,
    LoadBalancerName: record.name,
    Scheme: record.scheme,
    VpcId: record.vpcId,
    State: {
      Code: record.state,
      ...(record.stateReason === undefined ? {} : { Reason: record.stateReason }),
    },
    Type: 'application',
    AvailabilityZones: renderZones(cloud, record.subnetIds),
    SecurityGroups: [...record.securityGroupIds],
    IpAddressType: 'ipv4',
  };
}

/** The zones that a load balancer serves from, with their subnets. */
export function renderZones(cloud: LocalCloud, subnetIds: readonly string[]): AvailabilityZone[] {
  return subnetIds.map((id) => ({
    ZoneName: cloud.tables.subnets.get(id)?.zone,
    SubnetId: id,
    LoadBalancerAddresses: [],
  }));
}
