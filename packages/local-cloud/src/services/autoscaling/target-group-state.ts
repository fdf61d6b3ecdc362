import type { LocalCloud } from '../../cloud.ts';
import type { GroupRecord } from '../../store/records/auto-scaling.ts';
import type { TargetRecord } from '../../store/records/elbv2.ts';

/** The targets that instances of the group are in a target group; none when that group is gone. */
export function targetsOf(
  cloud: LocalCloud,
  targetGroupArn: string,
  instanceIds: ReadonlySet<string>,
): readonly TargetRecord[] {
  const targets = cloud.tables.targetGroups.get(targetGroupArn)?.targets ?? [];
  return targets.filter(({ targetId }) => instanceIds.has(targetId));
}

/** How far a target group's attachment has come, as DescribeLoadBalancerTargetGroups shows it. */
export function attachmentState(cloud: LocalCloud, group: GroupRecord, targetGroupArn: string): string {
  if (group.leavingTargetGroupArns.includes(targetGroupArn)) return 'Removing';
  const inService = group.instances.filter(({ lifecycleState }) => lifecycleState === 'InService');
  const ids = new Set(inService.map(({ instanceId }) => instanceId));
  const targets = targetsOf(cloud, targetGroupArn, ids);
  if (targets.some(({ state }) => state === 'healthy')) return 'InService';
  const registered = new Set(targets.map(({ targetId }) => targetId));
  return registered.size < ids.size ? 'Adding' : 'Added';
}
