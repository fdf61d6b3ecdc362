import { SetDesiredCapacityCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { activitiesOf } from '../activities.ts';
import { setDesired } from '../change-capacity.ts';
import { requireGroup } from '../require-group.ts';

/** SetDesiredCapacity: within the group's limits, and after its cooldown if asked to honour it. */
export const route: Route = on(SetDesiredCapacityCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const desired = input.DesiredCapacity ?? 0;
  if (desired > group.maxSize) throw outside(desired, 'above max', group.maxSize);
  if (desired < group.minSize) throw outside(desired, 'below min', group.minSize);
  if (input.HonorCooldown) {
    const [latest] = activitiesOf(cloud, group.id).filter(({ statusCode }) => statusCode !== 'Failed');
    const since = latest && cloud.now().getTime() - (latest.endedAt ?? cloud.now()).getTime();
    if (latest && since !== undefined && since < group.defaultCooldown * 1000) {
      throw new AwsError(
        'ScalingActivityInProgress',
        `Scaling activity ${latest.id} is in progress and blocks this action`,
      );
    }
  }
  if (desired !== group.desiredCapacity) {
    setDesired(
      cloud,
      group,
      desired,
      `a user request explicitly set group desired capacity changing the desired capacity from ${group.desiredCapacity} to ${desired}.`,
    );
  }
  return {};
});

function outside(desired: number, side: string, limit: number): AwsError {
  return new AwsError(
    'ValidationError',
    `New SetDesiredCapacity value ${desired} is ${side} value ${limit} for the AutoScalingGroup.`,
  );
}
