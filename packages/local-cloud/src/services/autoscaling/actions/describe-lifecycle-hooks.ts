import { DescribeLifecycleHooksCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { globalTimeout, hooksOf } from '../lifecycle-hooks.ts';
import { requireGroup } from '../require-group.ts';

/** DescribeLifecycleHooks: a group's hooks, or those of them that are named. */
export const route: Route = on(DescribeLifecycleHooksCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const names = input.LifecycleHookNames ?? [];
  const hooks = hooksOf(cloud, group.id).filter(({ name }) => names.length === 0 || names.includes(name));
  return {
    LifecycleHooks: hooks.map((hook) => ({
      LifecycleHookName: hook.name,
      AutoScalingGroupName: hook.groupName,
      LifecycleTransition: hook.transition,
      NotificationTargetARN: hook.notificationTargetArn,
      RoleARN: hook.roleArn,
      NotificationMetadata: hook.notificationMetadata,
      HeartbeatTimeout: hook.heartbeatTimeout,
      GlobalTimeout: globalTimeout(hook.heartbeatTimeout),
      DefaultResult: hook.defaultResult,
    })),
  };
});
