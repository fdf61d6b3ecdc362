import { DeleteAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { forgetGroup } from '../forget-group.ts';
import { isTerminating } from '../members.ts';
import { requireGroup } from '../require-group.ts';

/** DeleteAutoScalingGroup: at once when it is empty, else by force, with the instances. */
export const route: Route = on(DeleteAutoScalingGroupCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  if (group.instances.length === 0) {
    forgetGroup(cloud, group.id);
    return {};
  }
  if (!input.ForceDelete) {
    const leaving = group.instances.every(isTerminating);
    throw leaving && group.desiredCapacity === 0
      ? new AwsError(
          'ScalingActivityInProgress',
          'You cannot delete an AutoScalingGroup while there are scaling activities in progress for that group.',
        )
      : new AwsError(
          'ResourceInUse',
          'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.',
        );
  }
  cloud.tables.groups.update(group.id, {
    status: 'Delete in progress',
    minSize: 0,
    maxSize: 0,
    desiredCapacity: 0,
  });
  cloud.poke();
  return {};
});
