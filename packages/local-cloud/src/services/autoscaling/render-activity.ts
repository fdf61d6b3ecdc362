import type { Activity } from '@aws-sdk/client-auto-scaling';
import type { LocalCloud } from '../../cloud.ts';
import type { ScalingActivityRecord } from '../../store/records/auto-scaling.ts';

/** An activity as DescribeScalingActivities shows it. */
export function renderActivity(cloud: LocalCloud, activity: ScalingActivityRecord): Activity {
  const group = cloud.tables.groups.get(activity.groupName);
  return {
    ActivityId: activity.id,
    AutoScalingGroupName: activity.groupName,
    ...(group ? { AutoScalingGroupARN: group.arn } : { AutoScalingGroupState: 'Deleted' }),
    Description: activity.description,
    Cause: activity.cause,
    StartTime: activity.startedAt,
    EndTime: activity.endedAt,
    StatusCode: activity.statusCode,
    StatusMessage: activity.statusMessage,
    Progress: activity.progress,
    Details: activity.details,
  };
}
