import { randomUUID } from 'node:crypto';
import type { LocalCloud } from '../../cloud.ts';
import type { ScalingActivityRecord } from '../../store/records/auto-scaling.ts';

/** How many activities of a group are remembered (AWS: those of six weeks). */
const KEPT = 100;

/** Records that something with an instance of a group has begun. */
export function startActivity(
  cloud: LocalCloud,
  activity: Pick<ScalingActivityRecord, 'groupName' | 'description' | 'cause' | 'statusCode' | 'details'> & {
    readonly instanceId?: string;
  },
): ScalingActivityRecord {
  forgetOldest(cloud, activity.groupName);
  return cloud.tables.scalingActivities.put({
    id: randomUUID(),
    startedAt: cloud.now(),
    progress: 0,
    ...activity,
  });
}

/** Records how an activity ended. */
export function finishActivity(
  cloud: LocalCloud,
  id: string,
  statusCode: 'Successful' | 'Failed' | 'Cancelled',
  statusMessage?: string,
): void {
  cloud.tables.scalingActivities.update(id, {
    statusCode,
    progress: 100,
    endedAt: cloud.now(),
    ...(statusMessage === undefined ? {} : { statusMessage }),
  });
}

/** The activity of an instance that has not ended yet. */
export function openActivity(
  cloud: LocalCloud,
  groupName: string,
  instanceId: string,
): ScalingActivityRecord | undefined {
  return activitiesOf(cloud, groupName).find(
    (activity) => activity.instanceId === instanceId && activity.endedAt === undefined,
  );
}

/** All remembered activities of a group, newest first. */
export function activitiesOf(cloud: LocalCloud, groupName: string): readonly ScalingActivityRecord[] {
  const found: ScalingActivityRecord[] = [];
  for (const activity of cloud.tables.scalingActivities.values()) {
    if (activity.groupName === groupName) found.push(activity);
  }
  return found.toReversed();
}

/** What AWS puts into an activity's `Details`. */
export function activityDetails(zone: string, subnetId?: string): string {
  return JSON.stringify({
    ...(subnetId === undefined ? {} : { 'Subnet ID': subnetId }),
    'Availability Zone': zone,
  });
}

function forgetOldest(cloud: LocalCloud, groupName: string): void {
  const ended = activitiesOf(cloud, groupName).filter(({ endedAt }) => endedAt !== undefined);
  for (const { id } of ended.slice(KEPT - 1)) cloud.tables.scalingActivities.delete(id);
}
