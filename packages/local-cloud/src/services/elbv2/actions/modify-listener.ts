import { ModifyListenerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on, type Route } from '../../../wire/route.ts';
import { readAction } from '../read-action.ts';
import { readListenerPort, readListenerProtocol } from '../read-listener.ts';
import { renderListener } from '../render-listener.ts';
import { requireListener } from '../require-listener.ts';
import { requireLoadBalancer } from '../require-load-balancer.ts';

/** ModifyListener: what is not given stays; a default action replaces the old one whole. */
export const route: Route = on(ModifyListenerCommand, (input, { cloud }) => {
  const record = requireListener(cloud, input.ListenerArn);
  const { loadBalancerArn } = record;
  const changed = {
    ...record,
    port: readListenerPort(cloud, loadBalancerArn, input.Port ?? record.port, record.id),
    protocol: readListenerProtocol(input.Protocol ?? record.protocol, input.Certificates),
    action: input.DefaultActions
      ? readAction(cloud, requireLoadBalancer(cloud, loadBalancerArn), input.DefaultActions)
      : record.action,
  };
  cloud.tables.listeners.put(changed);
  cloud.poke();
  return { Listeners: [renderListener(changed)] };
});
