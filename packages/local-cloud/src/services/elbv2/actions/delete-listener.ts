import { DeleteListenerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on, type Route } from '../../../wire/route.ts';
import { requireListener } from '../require-listener.ts';

/** DeleteListener: its port is closed. */
export const route: Route = on(DeleteListenerCommand, (input, { cloud }) => {
  cloud.tables.listeners.delete(requireListener(cloud, input.ListenerArn).id);
  cloud.poke();
  return {};
});
