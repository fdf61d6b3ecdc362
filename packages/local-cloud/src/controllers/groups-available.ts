import type { LocalCloud } from '../cloud.ts';
import { targetsOf } from '../services/autoscaling/target-group-state.ts';
import { targetHealth } from '../services/elbv2/target-health.ts';
import type { GroupInstanceRecord, GroupRecord } from '../store/records/auto-scaling.ts';

/** Whether a member is in service, and its instance runs. */
export function isRunning(
  cloud: LocalCloud,
  { instanceId, lifecycleState, healthStatus }: GroupInstanceRecord,
): boolean {
  if (lifecycleState !== 'InService' || healthStatus !== 'Healthy') return false;
  return cloud.tables.instances.get(instanceId)?.state === 'running';
}

/** Whether all the checks that its group uses find a member healthy: another may go for it. */
export const isAvailable = (cloud: LocalCloud, group: GroupRecord, member: GroupInstanceRecord): boolean =>
  isRunning(cloud, member) && balancerAgrees(cloud, group, member);

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
