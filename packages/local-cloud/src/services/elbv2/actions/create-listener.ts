import { CreateListenerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on, type Route } from '../../../wire/route.ts';
import { newListenerArn } from '../arns.ts';
import { readAction } from '../read-action.ts';
import { readListenerPort, readListenerProtocol } from '../read-listener.ts';
import { readTags } from '../read-tags.ts';
import { renderListener } from '../render-listener.ts';
import { requireLoadBalancer } from '../require-load-balancer.ts';

/** CreateListener: HTTP, with one default action. */
export const route: Route = on(CreateListenerCommand, (input, { cloud }) => {
  const loadBalancer = requireLoadBalancer(cloud, input.LoadBalancerArn);
  const record = cloud.tables.listeners.put({
    id: newListenerArn(loadBalancer.id),
    loadBalancerArn: loadBalancer.id,
    protocol: readListenerProtocol(input.Protocol, input.Certificates),
    port: readListenerPort(cloud, loadBalancer.id, input.Port),
    action: readAction(cloud, loadBalancer, input.DefaultActions),
    tags: readTags(input.Tags),
  });
  cloud.poke();
  return { Listeners: [renderListener(record)] };
});
