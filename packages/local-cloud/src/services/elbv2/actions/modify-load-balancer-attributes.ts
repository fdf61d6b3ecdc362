import { ModifyLoadBalancerAttributesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on, type Route } from '../../../wire/route.ts';
import { changeAttributes, renderAttributes } from '../attributes.ts';
import { LOAD_BALANCER_ATTRIBUTES } from '../load-balancer-attributes.ts';
import { requireLoadBalancer } from '../require-load-balancer.ts';

/** ModifyLoadBalancerAttributes. */
export const route: Route = on(ModifyLoadBalancerAttributesCommand, (input, { cloud }) => {
  const { id, attributes } = requireLoadBalancer(cloud, input.LoadBalancerArn);
  const next = changeAttributes('Load balancer', LOAD_BALANCER_ATTRIBUTES, attributes, input.Attributes);
  cloud.tables.loadBalancers.update(id, { attributes: next });
  cloud.poke();
  return { Attributes: renderAttributes(next) };
});
