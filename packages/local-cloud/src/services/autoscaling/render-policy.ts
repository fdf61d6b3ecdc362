import type { ScalingPolicy, TargetTrackingConfiguration } from '@aws-sdk/client-auto-scaling';
import type { LocalCloud } from '../../cloud.ts';
import type { ScalingPolicyRecord, ScalingRule } from '../../store/records/scaling-policies.ts';
import { renderDimensions } from '../cloudwatch/metric-id.ts';
import { alarmsOf } from './policies.ts';

/** A policy as DescribePolicies shows it. */
export function renderPolicy(cloud: LocalCloud, policy: ScalingPolicyRecord): ScalingPolicy {
  return {
    AutoScalingGroupName: policy.groupName,
    PolicyName: policy.name,
    PolicyARN: policy.arn,
    PolicyType: policy.rule.kind,
    Enabled: policy.enabled,
    Alarms: alarmsOf(cloud, policy),
    ...renderRule(policy.rule),
  };
}

function renderRule(rule: ScalingRule): ScalingPolicy {
  switch (rule.kind) {
    case 'SimpleScaling':
      return {
        AdjustmentType: rule.adjustmentType,
        ScalingAdjustment: rule.adjustment,
        MinAdjustmentMagnitude: rule.minMagnitude,
        Cooldown: rule.cooldown,
        StepAdjustments: [],
      };
    case 'StepScaling':
      return {
        AdjustmentType: rule.adjustmentType,
        MinAdjustmentMagnitude: rule.minMagnitude,
        MetricAggregationType: rule.aggregation,
        EstimatedInstanceWarmup: rule.warmup,
        StepAdjustments: rule.steps.map(({ lower, upper, adjustment }) => ({
          MetricIntervalLowerBound: lower,
          MetricIntervalUpperBound: upper,
          ScalingAdjustment: adjustment,
        })),
      };
    case 'TargetTrackingScaling':
      return {
        EstimatedInstanceWarmup: rule.warmup,
        StepAdjustments: [],
        TargetTrackingConfiguration: renderTracking(rule),
      };
  }
}

function renderTracking({
  metric,
  target,
  disableScaleIn,
}: ScalingRule & { readonly kind: 'TargetTrackingScaling' }): TargetTrackingConfiguration {
  const common = { TargetValue: target, DisableScaleIn: disableScaleIn };
  if (metric.kind === 'predefined') {
    return {
      ...common,
      PredefinedMetricSpecification: {
        PredefinedMetricType: metric.type,
        ResourceLabel: metric.resourceLabel,
      },
    };
  }
  const { metric: id, statistic, unit, period } = metric;
  return {
    ...common,
    CustomizedMetricSpecification: {
      Namespace: id.namespace,
      MetricName: id.name,
      Dimensions: renderDimensions(id),
      Statistic: statistic as 'Average',
      Unit: unit,
      Period: period,
    },
  };
}
