import { DeleteListenerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on, type Route } from '../../../wire/route.ts';
import { deleteListener } from '../delete-listener.ts';
import { requireListener } from '../require-listener.ts';

/** DeleteListener: its port is closed, and its rules go with it. */
export const route: Route = on(DeleteListenerCommand, (input, { cloud }) => {
  deleteListener(cloud, requireListener(cloud, input.ListenerArn).id);
  cloud.poke();
  return {};
});
