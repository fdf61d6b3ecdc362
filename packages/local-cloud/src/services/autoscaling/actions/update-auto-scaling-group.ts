import { UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { updateSizes } from '../change-capacity.ts';
import { refuseWhileRefreshing } from '../instance-refreshes.ts';
import { readPlacement } from '../placement.ts';
import { readHealthCheckType } from '../read-health-check-type.ts';
import { readLaunchSource } from '../read-launch-source.ts';
import { refuseUnsupported } from '../refuse-unsupported.ts';
import { requireGroup } from '../require-group.ts';
import { changeSizes } from '../sizes.ts';
import { readTerminationPolicies } from '../termination-policies.ts';

/** UpdateAutoScalingGroup: what the request does not name stays; instances that run are left as they are. */
export const route: Route = on(UpdateAutoScalingGroupCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  refuseUnsupported(input);
  const source = readLaunchSource(cloud, input);
  if (source) refuseWhileRefreshing(cloud, group.id);
  const sizes = {
    minSize: input.MinSize,
    maxSize: input.MaxSize,
    desiredCapacity: input.DesiredCapacity,
  };
  changeSizes(group, sizes);
  const { DefaultCooldown: cooldown, DefaultInstanceWarmup: warmup, HealthCheckGracePeriod: grace } = input;
  const updated = cloud.tables.groups.put({
    ...group,
    ...readPlacement(cloud, input.VPCZoneIdentifier, input.AvailabilityZones),
    // Another source may well launch where this one failed: no need to wait.
    ...(source ? { ...source, launchBackoff: undefined } : {}),
    ...(cooldown === undefined ? {} : { defaultCooldown: cooldown }),
    ...(warmup === undefined ? {} : { defaultInstanceWarmup: warmup }),
    ...(grace === undefined ? {} : { healthCheckGracePeriod: grace }),
    ...(input.HealthCheckType === undefined
      ? {}
      : { healthCheckType: readHealthCheckType(input.HealthCheckType) }),
    ...(input.TerminationPolicies
      ? { terminationPolicies: readTerminationPolicies(input.TerminationPolicies) }
      : {}),
    ...(input.NewInstancesProtectedFromScaleIn === undefined
      ? {}
      : { newInstancesProtectedFromScaleIn: input.NewInstancesProtectedFromScaleIn }),
  });
  updateSizes(cloud, updated, sizes, 'a user request');
  return {};
});
