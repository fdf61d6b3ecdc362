import { AwsError } from '../../wire/aws-error.ts';

const UNSUPPORTED = {
  MixedInstancesPolicy: 'use LaunchTemplate instead',
  InstanceId: 'use LaunchTemplate instead',
  LoadBalancerNames: 'use TargetGroupARNs instead',
  TrafficSources: 'use TargetGroupARNs instead',
  AvailabilityZoneIds: 'use AvailabilityZones or VPCZoneIdentifier instead',
  MaxInstanceLifetime: 'leave it out',
  PlacementGroup: 'leave it out',
  CapacityRebalance: 'leave it out',
  InstanceMaintenancePolicy: 'leave it out',
  AvailabilityZoneImpairmentPolicy: 'leave it out',
  CapacityReservationSpecification: 'leave it out',
  InstanceLifecyclePolicy: 'leave it out',
} as const;

/** Refuses by name what would change how a group behaves and the local cloud does not do, rather than ignore it. */
export function refuseUnsupported(input: object): void {
  const values = new Map<string, unknown>(Object.entries(input));
  for (const [member, advice] of Object.entries(UNSUPPORTED)) {
    const value = values.get(member);
    if (value === undefined || value === false || value === 0) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    throw new AwsError('ValidationError', `The local cloud does not support ${member}: ${advice}.`);
  }
}
