import { PutLifecycleHookCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { hookId, hooksOf } from '../lifecycle-hooks.ts';
import { readLifecycleHook } from '../read-lifecycle-hook.ts';
import { requireGroup } from '../require-group.ts';

/** AWS's quota. */
const MOST_HOOKS = 50;

/** PutLifecycleHook: made or changed; instances that wait already go on as the hook was. */
export const route: Route = on(PutLifecycleHookCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const before = cloud.tables.lifecycleHooks.get(hookId(group.id, input.LifecycleHookName ?? ''));
  const hook = readLifecycleHook(group.id, input, before);
  if (!before && hooksOf(cloud, group.id).length >= MOST_HOOKS) {
    throw new AwsError('LimitExceeded', `${MOST_HOOKS} lifecycle hooks already exist for ${group.id}`);
  }
  cloud.tables.lifecycleHooks.put(hook);
  return {};
});
