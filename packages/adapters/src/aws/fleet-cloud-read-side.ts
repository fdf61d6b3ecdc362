import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import type {
  ObservedGroup,
  ObservedInstance,
  ObservedRefresh,
  ReleaseId,
  ScheduledAction,
  Side,
  TargetState,
} from '@imago/engine';
import type { InstanceFacts } from './fleet-cloud-instances.ts';

interface SideParts {
  readonly templateId: string | undefined;
  readonly targetGroupArn: string | undefined;
  readonly group: AutoScalingGroup | undefined;
  readonly healths: readonly TargetHealthDescription[];
  readonly weights: ReadonlyMap<string, number>;
  readonly retirement: ScheduledAction | undefined;
  readonly refresh: ObservedRefresh | undefined;
  readonly facts: ReadonlyMap<string, InstanceFacts>;
  /** Release by id of its launch template. */
  readonly releaseOf: ReadonlyMap<string, ReleaseId>;
  /** What the look before told: it may know templates that are gone by now. */
  readonly before: ObservedGroup | undefined;
}

/** Puts a side together: group membership joined with target health, neither trusted alone. */
export function readSide(release: ReleaseId, parts: SideParts): Side {
  const { templateId, targetGroupArn, group, weights } = parts;
  const weight = targetGroupArn === undefined ? undefined : weights.get(targetGroupArn);
  return {
    release,
    ...(templateId === undefined ? {} : { launchTemplateId: templateId }),
    ...(targetGroupArn === undefined ? {} : { targetGroupArn }),
    ...(weight === undefined ? {} : { weight }),
    ...(group === undefined ? {} : { group: readGroup(group, parts) }),
  };
}

function readGroup(group: AutoScalingGroup, parts: SideParts): ObservedGroup {
  const { retirement, refresh, releaseOf } = parts;
  const launches = releaseOf.get(group.LaunchTemplate?.LaunchTemplateId ?? '');
  return {
    name: group.AutoScalingGroupName ?? '',
    ...(launches === undefined ? {} : { launches }),
    capacity: {
      min: group.MinSize ?? 0,
      desired: group.DesiredCapacity ?? 0,
      max: group.MaxSize ?? 0,
    },
    deleting: (group.Status ?? '') !== '',
    suspendedProcesses: (group.SuspendedProcesses ?? []).map(({ ProcessName = '' }) => ProcessName).sort(),
    instances: readInstances(group, parts),
    ...(retirement === undefined ? {} : { retirement }),
    ...(refresh === undefined ? {} : { refresh }),
  };
}

function readInstances(
  group: AutoScalingGroup,
  { healths, facts, releaseOf, before }: SideParts,
): readonly ObservedInstance[] {
  const healthOf = new Map(healths.map(({ Target, TargetHealth }) => [Target?.Id, TargetHealth]));
  const beforeOf = new Map(before?.instances.map((instance) => [instance.id, instance.release]));
  return (group.Instances ?? []).map(
    ({
      InstanceId: id = '',
      LifecycleState = '',
      AvailabilityZone: zone = '',
      LaunchTemplate,
      ProtectedFromScaleIn = false,
    }) => {
      const health = healthOf.get(id);
      const release = releaseOf.get(LaunchTemplate?.LaunchTemplateId ?? '') ?? beforeOf.get(id);
      return {
        id,
        zone,
        lifecycleState: LifecycleState,
        ...(release === undefined ? {} : { release }),
        ...facts.get(id),
        protected: ProtectedFromScaleIn,
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
