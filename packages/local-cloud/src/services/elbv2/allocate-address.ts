import type { LocalCloud } from '../../cloud.ts';
import type { LoadBalancerRecord } from '../../store/records/elbv2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { createInterfaces } from '../ec2/interfaces.ts';

/** The third numbers of the addresses kept for load balancers, in the order in which they are used up. */
const BLOCKS = Array.from({ length: 16 }, (_, index) => 255 - index);

/**
 * An address for a load balancer. In the default VPC the first free one of those that no subnet has: `x.y.255.1` and
 * on, then `x.y.254.1` and on. In any other it has an interface in its first subnet.
 */
export function allocateAddress(
  cloud: LocalCloud,
  balancer: Pick<LoadBalancerRecord, 'id' | 'subnetIds' | 'vpcId' | 'securityGroupIds'>,
): string {
  const subnet = cloud.tables.subnets.get(balancer.subnetIds[0] ?? '');
  if (subnet === undefined || cloud.tables.vpcs.get(balancer.vpcId)?.isDefault !== false)
    return ofReserved(cloud);
  const [made] = createInterfaces(cloud, subnet, 1, {
    securityGroupIds: balancer.securityGroupIds,
    description: `ELB ${balancer.id.slice(balancer.id.indexOf('/') + 1)}`,
    loadBalancerArn: balancer.id,
  });
  return made?.privateIp ?? ofReserved(cloud);
}

/** Gives back the interfaces of a load balancer that is deleted. */
export function releaseAddress(cloud: LocalCloud, loadBalancerArn: string): void {
  for (const record of cloud.tables.networkInterfaces.values()) {
    if (record.loadBalancerArn === loadBalancerArn) cloud.tables.networkInterfaces.delete(record.id);
  }
}

function ofReserved(cloud: LocalCloud): string {
  const taken = new Set(Array.from(cloud.tables.loadBalancers.values(), ({ address }) => address));
  const [first, second] = cloud.network.split('.');
  for (const block of BLOCKS) {
    for (let host = 1; host < 255; host += 1) {
      const address = `${first}.${second}.${block}.${host}`;
      if (!taken.has(address)) return address;
    }
  }
  throw new AwsError('TooManyLoadBalancers', 'The maximum number of load balancers has been reached');
}
