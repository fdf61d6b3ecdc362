import { RecordLifecycleActionHeartbeatCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { recordHeartbeat } from '../lifecycle-actions.ts';

/** RecordLifecycleActionHeartbeat: the custom action is still at work. */
export const route: Route = on(RecordLifecycleActionHeartbeatCommand, (input, { cloud }) => {
  recordHeartbeat(cloud, input);
  return {};
});
