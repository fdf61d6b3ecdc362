import type { LocalCloud } from '../../cloud.ts';
import type { GroupInstanceRecord, ScalingActivityRecord } from '../../store/records/auto-scaling.ts';
import { activityDetails, openActivity, startActivity } from './activities.ts';
import { putMember } from './members.ts';

/**
 * Marks a member as `Terminating` and records the activity; the groups controller takes it out of its target
 * groups, waits until it is drained and its lifecycle hooks let it go, and terminates it.
 */
export function beginTermination(
  cloud: LocalCloud,
  groupName: string,
  member: GroupInstanceRecord,
  cause: string,
): ScalingActivityRecord {
  const { instanceId, zone } = member;
  putMember(cloud, groupName, { ...member, lifecycleState: 'Terminating', lifecycleActions: undefined });
  cloud.poke();
  const launching = openActivity(cloud, groupName, instanceId);
  if (launching) {
    cloud.tables.scalingActivities.update(launching.id, { statusCode: 'Cancelled', endedAt: cloud.now() });
  }
  return startActivity(cloud, {
    groupName,
    instanceId,
    description: `Terminating EC2 instance: ${instanceId}`,
    cause,
    statusCode: 'InProgress',
    details: activityDetails(zone, cloud.tables.instances.get(instanceId)?.subnetId),
  });
}
