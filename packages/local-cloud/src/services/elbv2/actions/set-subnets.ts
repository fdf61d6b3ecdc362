import { SetSubnetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { readSubnets } from '../place-load-balancer.ts';
import { renderZones } from '../render-load-balancer.ts';
import { requireLoadBalancer } from '../require-load-balancer.ts';

/** SetSubnets: replaces those of a load balancer. */
export const route: Route = on(SetSubnetsCommand, (input, { cloud }) => {
  const { id, vpcId } = requireLoadBalancer(cloud, input.LoadBalancerArn);
  const subnets = readSubnets(cloud, input.Subnets, input.SubnetMappings);
  if (subnets.some((subnet) => subnet.vpcId !== vpcId)) {
    throw new AwsError('InvalidSubnet', `All subnets must be in the VPC of the load balancer, '${vpcId}'`);
  }
  const subnetIds = subnets.map((subnet) => subnet.id);
  cloud.tables.loadBalancers.update(id, { subnetIds });
  return { AvailabilityZones: renderZones(cloud, subnetIds), IpAddressType: 'ipv4' };
});
