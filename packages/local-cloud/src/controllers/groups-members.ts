import type { LocalCloud } from '../cloud.ts';
import { finishActivity, openActivity } from '../services/autoscaling/activities.ts';
import { beginTermination } from '../services/autoscaling/begin-termination.ts';
import { at } from '../services/autoscaling/causes.ts';
import { judgeActions, startActions } from '../services/autoscaling/lifecycle-actions.ts';
import { hooksOf } from '../services/autoscaling/lifecycle-hooks.ts';
import { dropMember, isTerminating, putMember } from '../services/autoscaling/members.ts';
import { isActive } from '../services/autoscaling/processes.ts';
import { targetsOf } from '../services/autoscaling/target-group-state.ts';
import { terminateInstance } from '../services/ec2/terminate-instance.ts';
import { deregisterTargets, registerTargets } from '../services/elbv2/targets.ts';
import type { GroupInstanceRecord, GroupRecord } from '../store/records/auto-scaling.ts';
import { delayLaunches, failureMessage } from './groups-launch.ts';
import type { MemberFacts } from './groups-health.ts';
import type { Progress } from './groups-progress.ts';

/** Gathers what the rest of the cloud knows about a member. */
export function observeMember(
  cloud: LocalCloud,
  group: GroupRecord,
  { instanceId, lifecycleActions }: GroupInstanceRecord,
): MemberFacts {
  const ids = new Set([instanceId]);
  const instance = cloud.tables.instances.get(instanceId);
  return {
    instanceState: instance?.state,
    runningSince: instance?.runningSince,
    targets: group.targetGroupArns.flatMap((arn) => targetsOf(cloud, arn, ids)),
    terminationHeld: hooksOf(cloud, group.id, 'autoscaling:EC2_INSTANCE_TERMINATING').length > 0,
    ...(lifecycleActions ? { lifecycle: judgeActions(lifecycleActions, cloud.now()) } : {}),
  };
}

/** Does the step that was decided for a member; doing it again after a kill changes nothing. */
export function advanceMember(
  cloud: LocalCloud,
  group: GroupRecord,
  member: GroupInstanceRecord,
  progress: Progress,
): void {
  const { instanceId } = member;
  const activity = openActivity(cloud, group.id, instanceId);
  switch (progress) {
    case 'wait':
      return;
    case 'enter-service':
      enterService(cloud, group, member);
      if (activity) finishActivity(cloud, activity.id, 'Successful');
      return;
    case 'record-failed-launch': {
      const reason = cloud.tables.instances.get(instanceId)?.stateReason?.message;
      terminateInstance(cloud, instanceId, TERMINATED);
      dropMember(cloud, group.id, instanceId);
      if (activity) {
        const message = failureMessage(reason ?? 'Instance failed to launch');
        finishActivity(cloud, activity.id, 'Failed', message);
      }
      delayLaunches(cloud, group.id);
      return;
    }
    case 'abandon-launch':
      abandonLaunch(cloud, group, member);
      return;
    case 'hold-termination':
      holdTermination(cloud, group, member);
      return;
    case 'proceed':
      putMember(cloud, group.id, {
        ...member,
        lifecycleState: isTerminating(member) ? 'Terminating:Proceed' : 'Pending:Proceed',
        lifecycleActions: undefined,
      });
      if (activity) cloud.tables.scalingActivities.update(activity.id, { statusCode: 'InProgress' });
      cloud.poke();
      return;
    case 'deregister':
      for (const arn of existing(cloud, group.targetGroupArns)) {
        deregisterTargets(cloud, arn, [{ id: instanceId }]);
      }
      return;
    case 'wait-for-draining':
      if (activity && activity.statusCode !== 'WaitingForELBConnectionDraining') {
        const change = { statusCode: 'WaitingForELBConnectionDraining', progress: 50 } as const;
        cloud.tables.scalingActivities.update(activity.id, change);
      }
      return;
    case 'terminate':
      terminateInstance(cloud, instanceId, TERMINATED);
      if (activity) {
        cloud.tables.scalingActivities.update(activity.id, { statusCode: 'InProgress', progress: 60 });
      }
      return;
    case 'remove':
      dropMember(cloud, group.id, instanceId);
      if (activity) finishActivity(cloud, activity.id, 'Successful');
      return;
    case 'stand-by':
      putMember(cloud, group.id, { ...member, lifecycleState: 'Standby' });
      if (activity) finishActivity(cloud, activity.id, 'Successful');
      return;
    case 'detach':
      detach(cloud, instanceId);
      dropMember(cloud, group.id, instanceId);
      if (activity) finishActivity(cloud, activity.id, 'Successful');
      return;
  }
}

/** Takes instances out of target groups that were detached, and forgets those that are drained. */
export function leaveTargetGroups(cloud: LocalCloud, group: GroupRecord): void {
  if (group.leavingTargetGroupArns.length === 0) return;
  const ids = new Set(group.instances.map(({ instanceId }) => instanceId));
  for (const arn of existing(cloud, group.leavingTargetGroupArns)) {
    const still = targetsOf(cloud, arn, ids).filter(({ state }) => state !== 'draining');
    if (still.length > 0) {
      const targets = still.map(({ targetId }) => ({ id: targetId }));
      deregisterTargets(cloud, arn, targets);
    }
  }
  const left = group.leavingTargetGroupArns.filter((arn) => targetsOf(cloud, arn, ids).length > 0);
  if (left.length < group.leavingTargetGroupArns.length) {
    cloud.tables.groups.update(group.id, { leavingTargetGroupArns: left });
  }
}

const TERMINATED = {
  code: 'Client.UserInitiatedShutdown',
  message: 'Client.UserInitiatedShutdown: User initiated shutdown',
} as const;

function abandonLaunch(cloud: LocalCloud, group: GroupRecord, member: GroupInstanceRecord): void {
  const verdict = judgeActions(member.lifecycleActions ?? [], cloud.now());
  const activity = openActivity(cloud, group.id, member.instanceId);
  if (activity && verdict.kind === 'abandon') {
    const message = `Instance failed to complete user's Lifecycle Action: Lifecycle Action with token ${verdict.token} was abandoned: ${verdict.why}`;
    finishActivity(cloud, activity.id, 'Cancelled', message);
  }
  const cause = at(cloud.now(), 'an instance was taken out of service in response to a launch failure.');
  beginTermination(cloud, group.id, member, cause);
  delayLaunches(cloud, group.id);
}

function holdTermination(cloud: LocalCloud, group: GroupRecord, member: GroupInstanceRecord): void {
  const hooks = hooksOf(cloud, group.id, 'autoscaling:EC2_INSTANCE_TERMINATING');
  putMember(cloud, group.id, {
    ...member,
    lifecycleState: 'Terminating:Wait',
    lifecycleActions: startActions(hooks, cloud.now()),
  });
  const activity = openActivity(cloud, group.id, member.instanceId);
  if (activity) cloud.tables.scalingActivities.update(activity.id, { statusCode: 'MidLifecycleAction' });
}

function enterService(cloud: LocalCloud, group: GroupRecord, member: GroupInstanceRecord): void {
  if (isActive(group, 'AddToLoadBalancer')) {
    for (const arn of existing(cloud, group.targetGroupArns)) {
      registerTargets(cloud, arn, [{ id: member.instanceId }]);
    }
  }
  putMember(cloud, group.id, { ...member, lifecycleState: 'InService', inServiceSince: cloud.now() });
  if (group.launchBackoff) cloud.tables.groups.update(group.id, { launchBackoff: undefined });
}

function detach(cloud: LocalCloud, instanceId: string): void {
  const instance = cloud.tables.instances.get(instanceId);
  if (!instance) return;
  const { autoScalingGroupName: _group, ...free } = instance;
  const { 'aws:autoscaling:groupName': _tag, ...tags } = instance.tags;
  cloud.tables.instances.put({ ...free, tags });
}

function existing(cloud: LocalCloud, arns: readonly string[]): readonly string[] {
  return arns.filter((arn) => cloud.tables.targetGroups.get(arn));
}
