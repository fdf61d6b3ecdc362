import { SetSecurityGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on, type Route } from '../../../wire/route.ts';
import { readSecurityGroups } from '../place-load-balancer.ts';
import { requireLoadBalancer } from '../require-load-balancer.ts';

/** SetSecurityGroups: replaces those of a load balancer. */
export const route: Route = on(SetSecurityGroupsCommand, (input, { cloud }) => {
  const { id, vpcId } = requireLoadBalancer(cloud, input.LoadBalancerArn);
  const securityGroupIds = readSecurityGroups(cloud, vpcId, input.SecurityGroups);
  cloud.tables.loadBalancers.update(id, { securityGroupIds });
  for (const network of cloud.tables.networkInterfaces.values()) {
    if (network.loadBalancerArn === id)
      cloud.tables.networkInterfaces.update(network.id, { securityGroupIds });
  }
  cloud.poke();
  return { SecurityGroupIds: [...securityGroupIds] };
});
