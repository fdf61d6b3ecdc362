import type { LocalCloud } from '../cloud.ts';
import { targetsOf } from '../services/autoscaling/target-group-state.ts';
import { targetHealth } from '../services/elbv2/target-health.ts';
import type {
  GroupInstanceRecord,
  GroupRecord,
  InstanceRefreshRecord,
} from '../store/records/auto-scaling.ts';
import type { RefreshMember } from './instance-refresh-plan.ts';

/** How long a new instance has to be in service to count, in seconds. */
export function instanceWarmup(group: GroupRecord, { preferences }: InstanceRefreshRecord): number {
  return preferences.instanceWarmup ?? group.defaultInstanceWarmup ?? group.healthCheckGracePeriod;
}

/** Looks at every member of a group with the eyes of its refresh. */
export function observeRefresh(
  cloud: LocalCloud,
  group: GroupRecord,
  refresh: InstanceRefreshRecord,
): readonly RefreshMember[] {
  const outdated = new Set(refresh.outdatedIds);
  const original = new Set(refresh.originalIds);
  const warmup = instanceWarmup(group, refresh) * 1000;
  return group.instances.map((member) => {
    const running = isRunning(cloud, member);
    return {
      member,
      outdated: outdated.has(member.instanceId),
      available: running && balancerAgrees(cloud, group, member),
      warm: original.has(member.instanceId) || isWarm(member, warmup, cloud.now()),
      checkedBy: running ? 'Elastic Load Balancing' : 'Amazon EC2',
    };
  });
}

function isWarm({ inServiceSince }: GroupInstanceRecord, warmup: number, now: Date): boolean {
  return inServiceSince !== undefined && now.getTime() - inServiceSince.getTime() >= warmup;
}

function isRunning(
  cloud: LocalCloud,
  { instanceId, lifecycleState, healthStatus }: GroupInstanceRecord,
): boolean {
  if (lifecycleState !== 'InService' || healthStatus !== 'Healthy') return false;
  return cloud.tables.instances.get(instanceId)?.state === 'running';
}

/** A load balancer is only asked if the group uses its checks. */
function balancerAgrees(cloud: LocalCloud, group: GroupRecord, { instanceId }: GroupInstanceRecord): boolean {
  if (group.healthCheckType === 'EC2') return true;
  const ids = new Set([instanceId]);
  return group.targetGroupArns.every((arn) => {
    const targetGroup = cloud.tables.targetGroups.get(arn);
    return targetsOf(cloud, arn, ids).every((target) => {
      const state = targetGroup && targetHealth(cloud, targetGroup, target).state;
      return state === 'healthy' || state === 'unused';
    });
  });
}
