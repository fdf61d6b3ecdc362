import { DeleteLifecycleHookCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { releaseHook } from '../lifecycle-actions.ts';
import { hookId } from '../lifecycle-hooks.ts';
import { requireGroup } from '../require-group.ts';

/** DeleteLifecycleHook: launches that it holds are abandoned, terminations go on. */
export const route: Route = on(DeleteLifecycleHookCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const hook = cloud.tables.lifecycleHooks.get(hookId(group.id, input.LifecycleHookName ?? ''));
  if (!hook) {
    throw new AwsError('ValidationError', `No Lifecycle Hook found with name ${input.LifecycleHookName}`);
  }
  cloud.tables.lifecycleHooks.delete(hook.id);
  releaseHook(cloud, group, hook);
  return {};
});
