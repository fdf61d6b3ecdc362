import { DetachInstancesCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { takeOut } from '../take-out.ts';
import { requireGroup, requireMembers } from '../require-group.ts';

/** DetachInstances: drained, then no longer the group's; they run on. */
export const route: Route = on(DetachInstancesCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const members = requireMembers(group, input.InstanceIds);
  const wrong = members.find(
    ({ lifecycleState }) => lifecycleState !== 'InService' && lifecycleState !== 'Standby',
  );
  if (wrong) {
    throw new AwsError('ValidationError', `The instance ${wrong.instanceId} is not in InService or Standby.`);
  }
  return {
    Activities: takeOut(cloud, group, members, input.ShouldDecrementDesiredCapacity ?? false, {
      lifecycleState: 'Detaching',
      room: 'detach',
      description: (id) => `Detaching EC2 instance: ${id}`,
      moved: (id) => `instance ${id} was detached in response to a user request`,
    }),
  };
});
