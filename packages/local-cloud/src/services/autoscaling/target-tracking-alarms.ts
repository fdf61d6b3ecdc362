import { randomUUID } from 'node:crypto';
import type { LocalCloud } from '../../cloud.ts';
import type { AlarmRecord, MetricStatRecord } from '../../store/records/cloudwatch.ts';
import type {
  ScalingPolicyRecord,
  ScalingRule,
  TrackedMetric,
} from '../../store/records/scaling-policies.ts';
import { metricId } from '../cloudwatch/metric-id.ts';
import { newAlarm } from '../cloudwatch/new-alarm.ts';

type TargetTracking = ScalingRule & { readonly kind: 'TargetTrackingScaling' };

/** Scaling in begins this much below the target, and only after a quarter of an hour there, as AWS has it. */
const LOW_SHARE = 0.9;
const LOW_PERIODS = 15;
const HIGH_PERIODS = 3;

/** The names of the alarms of a target tracking policy: those it has, or new ones. */
export function trackingAlarmNames(
  { groupName, alarmNames }: Pick<ScalingPolicyRecord, 'groupName' | 'alarmNames'>,
  rule: TargetTracking,
): readonly string[] {
  const sides = rule.disableScaleIn ? ['High'] : ['High', 'Low'];
  return sides.map((side) => {
    const prefix = `TargetTracking-${groupName}-Alarm${side}-`;
    return alarmNames.find((name) => name.startsWith(prefix)) ?? `${prefix}${randomUUID()}`;
  });
}

/** Makes the alarms of a target tracking policy, or changes them after it. */
export function putTrackingAlarms(
  cloud: LocalCloud,
  policy: ScalingPolicyRecord,
  rule: TargetTracking,
): void {
  for (const name of policy.alarmNames) {
    const high = name.includes('-AlarmHigh-');
    const before = cloud.tables.alarms.get(name);
    const alarm: AlarmRecord = {
      ...(before ?? newAlarm(cloud, name)),
      description: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${policy.arn}.`,
      watched: { kind: 'metric', stat: trackedStat(policy.groupName, rule.metric) },
      evaluationPeriods: high ? HIGH_PERIODS : LOW_PERIODS,
      threshold: high ? rule.target : rule.target * LOW_SHARE,
      comparison: high ? 'GreaterThanThreshold' : 'LessThanThreshold',
      actions: { OK: [], ALARM: [policy.arn], INSUFFICIENT_DATA: [] },
      configuredAt: cloud.now(),
    };
    cloud.tables.alarms.put(alarm);
  }
}

function trackedStat(groupName: string, metric: TrackedMetric): MetricStatRecord {
  if (metric.kind === 'custom') {
    const { statistic, unit, period = 60 } = metric;
    return { metric: metric.metric, statistic, unit, period };
  }
  if (metric.type === 'ASGAverageCPUUtilization') {
    return {
      metric: metricId('AWS/EC2', 'CPUUtilization', { AutoScalingGroupName: groupName }),
      statistic: 'Average',
      period: 60,
    };
  }
  const [, LoadBalancer = '', TargetGroup = ''] =
    /^(app\/[^/]+\/[^/]+)\/(targetgroup\/[^/]+\/[^/]+)$/.exec(metric.resourceLabel ?? '') ?? [];
  return {
    metric: metricId('AWS/ApplicationELB', 'RequestCountPerTarget', { LoadBalancer, TargetGroup }),
    statistic: 'Sum',
    period: 60,
  };
}
