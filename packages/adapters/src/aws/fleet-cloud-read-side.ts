import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ObservedInstance, ReleaseId, ScheduledAction, Side, TargetState } from '@imago/engine';

interface SideParts {
  readonly templateId: string | undefined;
  readonly targetGroupArn: string | undefined;
  readonly group: AutoScalingGroup | undefined;
  readonly healths: readonly TargetHealthDescription[];
  readonly weights: ReadonlyMap<string, number>;
  readonly retirement: ScheduledAction | undefined;
}

/** Puts a side together: group membership joined with target health, neither trusted alone. */
export function readSide(release: ReleaseId, parts: SideParts): Side {
  const { templateId, targetGroupArn, group, healths, weights, retirement } = parts;
  const weight = targetGroupArn === undefined ? undefined : weights.get(targetGroupArn);
  return {
    release,
    ...(templateId === undefined ? {} : { launchTemplateId: templateId }),
    ...(targetGroupArn === undefined ? {} : { targetGroupArn }),
    ...(weight === undefined ? {} : { weight }),
    ...(group === undefined
      ? {}
      : {
          group: {
            name: group.AutoScalingGroupName ?? '',
            capacity: {
              min: group.MinSize ?? 0,
              desired: group.DesiredCapacity ?? 0,
              max: group.MaxSize ?? 0,
            },
            deleting: (group.Status ?? '') !== '',
            suspendedProcesses: (group.SuspendedProcesses ?? [])
              .map(({ ProcessName = '' }) => ProcessName)
              .sort(),
            instances: readInstances(group, healths),
            ...(retirement === undefined ? {} : { retirement }),
          },
        }),
  };
}

function readInstances(
  group: AutoScalingGroup,
  healths: readonly TargetHealthDescription[],
): readonly ObservedInstance[] {
  const healthOf = new Map(healths.map(({ Target, TargetHealth }) => [Target?.Id, TargetHealth]));
  return (group.Instances ?? []).map(
    ({ InstanceId: id = '', LifecycleState = '', AvailabilityZone: zone = '' }) => {
      const health = healthOf.get(id);
      return {
        id,
        zone,
        lifecycleState: LifecycleState,
        health: stateOf(health?.State),
        ...(health?.Reason === undefined ? {} : { reason: health.Reason }),
        ...(health?.Description === undefined ? {} : { description: health.Description }),
      };
    },
  );
}

function stateOf(state: string | undefined): TargetState {
  switch (state) {
    case undefined:
      return 'absent';
    case 'initial':
    case 'healthy':
    case 'unhealthy':
    case 'unused':
    case 'draining':
      return state;
    // `unhealthy.draining` and what AWS may yet add.
    default:
      return state.endsWith('draining') ? 'draining' : 'unavailable';
  }
}
