import { CompleteLifecycleActionCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { completeAction } from '../lifecycle-actions.ts';
import { readLifecycleResult } from '../read-lifecycle-hook.ts';

/** CompleteLifecycleAction: the result of a custom action; the groups controller goes on from there. */
export const route: Route = on(CompleteLifecycleActionCommand, (input, { cloud }) => {
  completeAction(cloud, input, readLifecycleResult(input.LifecycleActionResult));
  return {};
});
