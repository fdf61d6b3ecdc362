import { ExitStandbyCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { activityDetails, startActivity } from '../activities.ts';
import { at } from '../causes.ts';
import { setDesired } from '../change-capacity.ts';
import { putMember } from '../members.ts';
import { renderActivity } from '../render-activity.ts';
import { requireGroup, requireMembers } from '../require-group.ts';
import { requireRoom } from '../sizes.ts';

/** ExitStandby: back into service, and into the target groups; the desired capacity grows with it. */
export const route: Route = on(ExitStandbyCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const members = requireMembers(group, input.InstanceIds);
  const wrong = members.find(({ lifecycleState }) => lifecycleState !== 'Standby');
  if (wrong) {
    throw new AwsError('ValidationError', `The instance ${wrong.instanceId} is not in Standby.`);
  }
  requireRoom(group.id, group, members.length, 'exit standby of');
  setDesired(cloud, group, group.desiredCapacity + members.length);
  const before = group.desiredCapacity;
  return {
    Activities: members.map((member, index) => {
      const { instanceId, zone } = member;
      putMember(cloud, group.id, { ...member, lifecycleState: 'Pending' });
      const activity = startActivity(cloud, {
        groupName: group.id,
        instanceId,
        description: `Moving EC2 instance out of Standby: ${instanceId}`,
        cause: at(
          cloud.now(),
          `instance ${instanceId} was moved out of standby in response to a user request, increasing the capacity from ${before + index} to ${before + index + 1}.`,
        ),
        statusCode: 'PreInService',
        details: activityDetails(zone, cloud.tables.instances.get(instanceId)?.subnetId),
      });
      return renderActivity(cloud, activity);
    }),
  };
});
