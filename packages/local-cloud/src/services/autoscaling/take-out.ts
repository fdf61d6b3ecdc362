import type { Activity } from '@aws-sdk/client-auto-scaling';
import type { LocalCloud } from '../../cloud.ts';
import type { GroupInstanceRecord, GroupRecord } from '../../store/records/auto-scaling.ts';
import { activityDetails, startActivity } from './activities.ts';
import { at } from './causes.ts';
import { setDesired } from './change-capacity.ts';
import { isCounted, putMember } from './members.ts';
import { renderActivity } from './render-activity.ts';
import { requireRoom } from './sizes.ts';

/** How EnterStandby and DetachInstances differ. */
interface Move {
  readonly lifecycleState: 'EnteringStandby' | 'Detaching';
  /** AWS's phrase in the error when the sizes leave no room. */
  readonly room: string;
  readonly description: (instanceId: string) => string;
  readonly moved: (instanceId: string) => string;
}

/** Begins to take members out of service; the groups controller drains them and finishes the move. */
export function takeOut(
  cloud: LocalCloud,
  group: GroupRecord,
  members: readonly GroupInstanceRecord[],
  decrement: boolean,
  move: Move,
): Activity[] {
  const counted = members.filter(isCounted).length;
  if (decrement && counted > 0) {
    requireRoom(group.id, group, -counted, move.room);
    setDesired(cloud, group, group.desiredCapacity - counted);
  }
  let capacity = group.desiredCapacity;
  return members.map((member) => {
    const { instanceId, zone } = member;
    const shrinks = decrement && isCounted(member);
    const shrinking = shrinks ? `, shrinking the capacity from ${capacity} to ${capacity - 1}.` : '.';
    if (shrinks) capacity -= 1;
    putMember(cloud, group.id, { ...member, lifecycleState: move.lifecycleState });
    cloud.poke();
    const activity = startActivity(cloud, {
      groupName: group.id,
      instanceId,
      description: move.description(instanceId),
      cause: at(cloud.now(), `${move.moved(instanceId)}${shrinking}`),
      statusCode: 'InProgress',
      details: activityDetails(zone, cloud.tables.instances.get(instanceId)?.subnetId),
    });
    return renderActivity(cloud, activity);
  });
}
