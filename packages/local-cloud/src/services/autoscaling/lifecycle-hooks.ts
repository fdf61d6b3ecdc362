import type { LocalCloud } from '../../cloud.ts';
import type { LifecycleHookRecord, LifecycleTransition } from '../../store/records/auto-scaling.ts';

/** The transitions that a hook may hold up, as DescribeLifecycleHookTypes lists them. */
export const TRANSITIONS: readonly LifecycleTransition[] = [
  'autoscaling:EC2_INSTANCE_LAUNCHING',
  'autoscaling:EC2_INSTANCE_TERMINATING',
];

/** The key of a hook's record. */
export function hookId(groupName: string, hookName: string): string {
  return `${groupName}:${hookName}`;
}

/** The hooks of a group; those of one transition if it is named. */
export function hooksOf(
  cloud: LocalCloud,
  groupName: string,
  transition?: LifecycleTransition,
): readonly LifecycleHookRecord[] {
  const found: LifecycleHookRecord[] = [];
  for (const hook of cloud.tables.lifecycleHooks.values()) {
    if (hook.groupName !== groupName) continue;
    if (transition === undefined || hook.transition === transition) found.push(hook);
  }
  return found;
}

/** How long a hook may hold an instance however many heartbeats come: AWS's 48 hours or 100 heartbeats, in seconds. */
export function globalTimeout(heartbeatTimeout: number): number {
  return Math.min(172_800, heartbeatTimeout * 100);
}
