import type { TargetHealthStateEnum } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { LocalCloud } from '../../cloud.ts';
import type { TargetGroupRecord, TargetReason, TargetRecord } from '../../store/records/elbv2.ts';
import { loadBalancersOf } from './usage.ts';

/** What DescribeTargetHealth says of a target. */
export interface TargetHealthView {
  readonly state: TargetHealthStateEnum;
  readonly reason?: TargetReason;
  readonly description?: string;
}

/** The health of a registered target: what its checks found, unless no check is made at all. */
export function targetHealth(
  cloud: LocalCloud,
  group: TargetGroupRecord,
  target: TargetRecord,
): TargetHealthView {
  if (target.state === 'draining') return recorded(target);
  if (loadBalancersOf(cloud, group.id).length === 0) {
    return {
      state: 'unused',
      reason: 'Target.NotInUse',
      description: 'Target group is not configured to receive traffic from the load balancer',
    };
  }
  const down = stateOfStopped(cloud, group, target);
  if (down === undefined) return recorded(target);
  return { state: 'unused', reason: 'Target.InvalidState', description: `Target is in the ${down} state` };
}

/** The state of the instance behind a target that does not run; undefined when it runs, or is a bare address. */
export function stateOfStopped(
  cloud: LocalCloud,
  group: TargetGroupRecord,
  target: TargetRecord,
): string | undefined {
  if (group.targetType === 'ip') return undefined;
  const state = cloud.tables.instances.get(target.targetId)?.state ?? 'terminated';
  return state === 'running' ? undefined : state;
}

/** The address that a target answers at; undefined when its instance is gone. */
export function addressOf(
  cloud: LocalCloud,
  group: TargetGroupRecord,
  target: TargetRecord,
): string | undefined {
  if (group.targetType === 'ip') return target.targetId;
  return cloud.tables.instances.get(target.targetId)?.privateIp;
}

function recorded({ state, reason, description }: TargetRecord): TargetHealthView {
  return {
    state,
    ...(reason === undefined ? {} : { reason }),
    ...(description === undefined ? {} : { description }),
  };
}
