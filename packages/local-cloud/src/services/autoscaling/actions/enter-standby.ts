import { EnterStandbyCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { takeOut } from '../take-out.ts';
import { requireGroup, requireMembers } from '../require-group.ts';

/** EnterStandby: drained and out of service, but kept. */
export const route: Route = on(EnterStandbyCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const members = requireMembers(group, input.InstanceIds);
  const wrong = members.find(({ lifecycleState }) => lifecycleState !== 'InService');
  if (wrong) {
    throw new AwsError('ValidationError', `The instance ${wrong.instanceId} is not in InService.`);
  }
  return {
    Activities: takeOut(cloud, group, members, input.ShouldDecrementDesiredCapacity ?? false, {
      lifecycleState: 'EnteringStandby',
      room: 'place into standby',
      description: (id) => `Moving EC2 instance to Standby: ${id}`,
      moved: (id) => `instance ${id} was moved to standby in response to a user request`,
    }),
  };
});
