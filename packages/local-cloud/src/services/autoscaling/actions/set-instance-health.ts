import { SetInstanceHealthCommand } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { UNHEALTHY } from '../causes.ts';
import { inGracePeriod, putMember } from '../members.ts';
import { requireManaged } from '../require-group.ts';

/** SetInstanceHealth: an outside check's verdict, which counts after the grace period unless told otherwise. */
export const route: Route = on(SetInstanceHealthCommand, (input, { cloud }) => {
  const { group, member } = requireManaged(cloud, input.InstanceId);
  const { HealthStatus: status, ShouldRespectGracePeriod: respectGrace = true } = input;
  if (status !== 'Healthy' && status !== 'Unhealthy') {
    throw new AwsError(
      'ValidationError',
      `${status ?? 'null'} is not a valid health status. Valid health statuses are [Healthy, Unhealthy]`,
    );
  }
  const isFresh = (): boolean => {
    const runningSince = cloud.tables.instances.get(member.instanceId)?.runningSince;
    return inGracePeriod(group, member, runningSince, cloud.now());
  };
  if (status === 'Unhealthy' && respectGrace && isFresh()) return {};
  putMember(cloud, group.id, {
    ...member,
    healthStatus: status,
    unhealthyCause: status === 'Unhealthy' ? UNHEALTHY.user : undefined,
  });
  cloud.poke();
  return {};
});
