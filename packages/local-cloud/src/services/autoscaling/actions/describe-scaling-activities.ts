import { DescribeScalingActivitiesCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { paginate } from '../../paginate.ts';
import { renderActivity } from '../render-activity.ts';
import { requireGroup } from '../require-group.ts';

/** DescribeScalingActivities: newest first; those of deleted groups only when asked for. */
export const route: Route = on(DescribeScalingActivitiesCommand, (input, { cloud }) => {
  const { AutoScalingGroupName: name, IncludeDeletedGroups: deleted = false } = input;
  if (name !== undefined && !deleted) requireGroup(cloud, name);
  const wanted = new Set(input.ActivityIds);
  const activities = [...cloud.tables.scalingActivities.values()].toReversed().filter((activity) => {
    if (name !== undefined && activity.groupName !== name) return false;
    if (wanted.size > 0 && !wanted.has(activity.id)) return false;
    const group = cloud.tables.groups.get(activity.groupName);
    return deleted || (group !== undefined && activity.startedAt >= group.createdAt);
  });
  const { page, nextToken } = paginate(activities, input.MaxRecords ?? 100, input.NextToken);
  return { Activities: page.map((activity) => renderActivity(cloud, activity)), NextToken: nextToken };
});
