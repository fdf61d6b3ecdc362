import { UNHEALTHY } from '../services/autoscaling/causes.ts';
import type { LifecycleVerdict } from '../services/autoscaling/lifecycle-actions.ts';
import { inGracePeriod } from '../services/autoscaling/members.ts';
import { isActive } from '../services/autoscaling/processes.ts';
import type { GroupInstanceRecord, GroupRecord } from '../store/records/auto-scaling.ts';
import type { InstanceState } from '../store/records/ec2.ts';
import type { TargetRecord } from '../store/records/elbv2.ts';

/** What the rest of the cloud knows about a member. */
export interface MemberFacts {
  /** Nothing when the instance's record is gone. */
  readonly instanceState: InstanceState | undefined;
  /** When it became `running` last. */
  readonly runningSince: Date | undefined;
  /** What it is in the target groups attached to its group. */
  readonly targets: readonly Pick<TargetRecord, 'state'>[];
  /** Whether the group has a hook that holds instances which are about to be terminated. */
  readonly terminationHeld?: boolean;
  /** What its lifecycle actions have come to, in a wait state. */
  readonly lifecycle?: LifecycleVerdict;
}

/**
 * Why a member is unhealthy, or nothing. An instance that does not run is so at once; one that its load balancer
 * finds unhealthy only after the grace period, and only if the group asks for the load balancer's checks.
 */
export function findUnhealthy(
  group: GroupRecord,
  member: GroupInstanceRecord,
  facts: MemberFacts,
  now: Date,
): string | undefined {
  if (!isActive(group, 'HealthCheck')) return undefined;
  if (member.lifecycleState !== 'InService' || member.healthStatus === 'Unhealthy') return undefined;
  if (facts.instanceState !== 'running') return UNHEALTHY.ec2;
  if (group.healthCheckType === 'EC2' || inGracePeriod(group, member, facts.runningSince, now))
    return undefined;
  return facts.targets.some(({ state }) => state === 'unhealthy') ? UNHEALTHY.elb : undefined;
}
