import { randomUUID } from 'node:crypto';
import type { LocalCloud } from '../../cloud.ts';
import type {
  GroupInstanceRecord,
  GroupRecord,
  LifecycleActionRecord,
  LifecycleHookRecord,
  LifecycleResult,
} from '../../store/records/auto-scaling.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { globalTimeout } from './lifecycle-hooks.ts';
import { putMember } from './members.ts';
import { requireGroup } from './require-group.ts';

/** Where the lifecycle actions of a member have got to, taken together. */
export type LifecycleVerdict =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'abandon'; readonly token: string; readonly why: string };

/** Begins an action for each hook: all of them hold the instance at once. */
export function startActions(
  hooks: readonly LifecycleHookRecord[],
  now: Date,
): readonly LifecycleActionRecord[] {
  return hooks.map(({ name, heartbeatTimeout, defaultResult }) => ({
    hookName: name,
    token: randomUUID(),
    heartbeatTimeout,
    defaultResult,
    deadline: after(now, heartbeatTimeout),
    globalDeadline: after(now, globalTimeout(heartbeatTimeout)),
  }));
}

/** One abandoned action decides for all; to continue, every one must. One that timed out has its default result. */
export function judgeActions(actions: readonly LifecycleActionRecord[], now: Date): LifecycleVerdict {
  let waiting = false;
  for (const action of actions) {
    const result = action.result ?? (action.deadline <= now ? action.defaultResult : undefined);
    if (result === 'ABANDON') {
      const why = action.result ? 'Lifecycle Action Completed with ABANDON Result' : 'Heartbeat Timeout';
      return { kind: 'abandon', token: action.token, why };
    }
    if (result === undefined) waiting = true;
  }
  return { kind: waiting ? 'waiting' : 'continue' };
}

/** How CompleteLifecycleAction and RecordLifecycleActionHeartbeat name an action. */
export interface ActionReference {
  readonly AutoScalingGroupName?: string | undefined;
  readonly LifecycleHookName?: string | undefined;
  readonly LifecycleActionToken?: string | undefined;
  readonly InstanceId?: string | undefined;
}

/** Gives the action that a request names its result, or AWS's error when it does not wait any more. */
export function completeAction(cloud: LocalCloud, reference: ActionReference, result: LifecycleResult): void {
  changeAction(cloud, reference, (action) => ({ ...action, result }));
  cloud.poke();
}

/** Starts the heartbeat's time anew; the global time-out stays where it is. */
export function recordHeartbeat(cloud: LocalCloud, reference: ActionReference): void {
  changeAction(cloud, reference, (action) => {
    const deadline = after(cloud.now(), action.heartbeatTimeout);
    return { ...action, deadline: deadline < action.globalDeadline ? deadline : action.globalDeadline };
  });
}

/** Completes what a hook that is being deleted still holds, as AWS documents it for DeleteLifecycleHook. */
export function releaseHook(cloud: LocalCloud, group: GroupRecord, hook: LifecycleHookRecord): void {
  const result = hook.transition === 'autoscaling:EC2_INSTANCE_LAUNCHING' ? 'ABANDON' : 'CONTINUE';
  for (const member of group.instances) {
    const held = openActions(member, cloud.now()).find(({ hookName }) => hookName === hook.name);
    if (held) putAction(cloud, group, member, { ...held, result });
  }
  cloud.poke();
}

function changeAction(
  cloud: LocalCloud,
  reference: ActionReference,
  change: (action: LifecycleActionRecord) => LifecycleActionRecord,
): void {
  const group = requireGroup(cloud, reference.AutoScalingGroupName);
  const { LifecycleHookName: hookName, LifecycleActionToken: token, InstanceId: instanceId } = reference;
  for (const member of group.instances) {
    if (instanceId !== undefined && member.instanceId !== instanceId) continue;
    const action = openActions(member, cloud.now()).find(
      (open) => open.hookName === hookName && (token === undefined || open.token === token),
    );
    if (!action || (token === undefined && instanceId === undefined)) continue;
    putAction(cloud, group, member, change(action));
    return;
  }
  throw new AwsError(
    'ValidationError',
    instanceId === undefined
      ? `No active Lifecycle Action found with token ${token ?? 'null'}`
      : `No active Lifecycle Action found with instance ID ${instanceId}`,
  );
}

function openActions(member: GroupInstanceRecord, now: Date): readonly LifecycleActionRecord[] {
  if (!member.lifecycleState.endsWith(':Wait')) return [];
  return (member.lifecycleActions ?? []).filter(
    ({ result, deadline }) => result === undefined && deadline > now,
  );
}

function putAction(
  cloud: LocalCloud,
  group: GroupRecord,
  member: GroupInstanceRecord,
  changed: LifecycleActionRecord,
): void {
  const lifecycleActions = (member.lifecycleActions ?? []).map((action) =>
    action.token === changed.token ? changed : action,
  );
  putMember(cloud, group.id, { ...member, lifecycleActions });
}

function after(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}
