import type { LocalCloud } from '../cloud.ts';
import { metricId } from '../services/cloudwatch/metric-id.ts';
import { putOwn } from '../services/cloudwatch/put-own.ts';
import type { GroupRecord, LifecycleState } from '../store/records/auto-scaling.ts';

/** Measures the groups that collect metrics, those that each of them collects. */
export async function measureGroups(cloud: LocalCloud, now: Date): Promise<void> {
  for (const group of cloud.tables.groups.values()) {
    const dimensions = { AutoScalingGroupName: group.id };
    for (const name of group.enabledMetrics) {
      putOwn(cloud, metricId('AWS/AutoScaling', name, dimensions), 'None', now, [
        [groupMetric(group, name), 1],
      ]);
    }
  }
}

/** The value of one of the metrics that EnableMetricsCollection names. */
function groupMetric(group: GroupRecord, name: string): number {
  const inState = (...beginnings: readonly LifecycleState[]): number =>
    group.instances.filter(({ lifecycleState }) =>
      beginnings.some((beginning) => lifecycleState.startsWith(beginning)),
    ).length;
  // Every instance weighs one unit of capacity here, so the two families are equal.
  switch (name.replace(/Capacity$/, 'Instances')) {
    case 'GroupMinSize':
      return group.minSize;
    case 'GroupMaxSize':
      return group.maxSize;
    case 'GroupDesiredInstances':
      return group.desiredCapacity;
    case 'GroupInServiceInstances':
      return inState('InService');
    case 'GroupPendingInstances':
      return inState('Pending');
    case 'GroupStandbyInstances':
      return inState('Standby', 'EnteringStandby');
    case 'GroupTerminatingInstances':
      return inState('Terminating');
    default:
      return group.instances.length;
  }
}
