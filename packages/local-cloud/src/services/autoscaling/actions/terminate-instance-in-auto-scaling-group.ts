import { TerminateInstanceInAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { openActivity } from '../activities.ts';
import { beginTermination } from '../begin-termination.ts';
import { at } from '../causes.ts';
import { setDesired } from '../change-capacity.ts';
import { isCounted, isTerminating } from '../members.ts';
import { renderActivity } from '../render-activity.ts';
import { requireManaged } from '../require-group.ts';

/** TerminateInstanceInAutoScalingGroup: with or without a replacement, and drained first. */
export const route: Route = on(TerminateInstanceInAutoScalingGroupCommand, (input, { cloud }) => {
  const { group, member } = requireManaged(cloud, input.InstanceId);
  if (isTerminating(member)) {
    const going = openActivity(cloud, group.id, member.instanceId);
    return going ? { Activity: renderActivity(cloud, going) } : {};
  }
  const { desiredCapacity } = group;
  const decrement = (input.ShouldDecrementDesiredCapacity ?? false) && isCounted(member);
  if (decrement && desiredCapacity <= group.minSize) {
    throw new AwsError(
      'ValidationError',
      `Currently, desiredSize equals minSize (${group.minSize}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.`,
    );
  }
  if (decrement) setDesired(cloud, group, desiredCapacity - 1);
  const shrinking = decrement
    ? `, shrinking the capacity from ${desiredCapacity} to ${desiredCapacity - 1}.`
    : '.';
  const cause = at(
    cloud.now(),
    `instance ${member.instanceId} was taken out of service in response to a user request${shrinking}`,
  );
  return { Activity: renderActivity(cloud, beginTermination(cloud, group.id, member, cause)) };
});
