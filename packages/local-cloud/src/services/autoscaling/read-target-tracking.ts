import type {
  CustomizedMetricSpecification,
  TargetTrackingConfiguration,
} from '@aws-sdk/client-auto-scaling';
import type { ScalingRule, TrackedMetric } from '../../store/records/scaling-policies.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { dimensionsOf, metricId } from '../cloudwatch/metric-id.ts';

type TargetTracking = ScalingRule & { readonly kind: 'TargetTrackingScaling' };

/** Reads the metric and target of a target tracking policy. */
export function readTargetTracking(
  configuration: TargetTrackingConfiguration | undefined,
): Pick<TargetTracking, 'metric' | 'target' | 'disableScaleIn'> {
  if (!configuration) {
    throw new AwsError(
      'ValidationError',
      'TargetTrackingConfiguration must be specified for policy type TargetTrackingScaling.',
    );
  }
  const { TargetValue: target = 0, DisableScaleIn: disableScaleIn = false } = configuration;
  if (!(target > 0)) throw new AwsError('ValidationError', `TargetValue ${target} must be more than 0.`);
  return { metric: readMetric(configuration), target, disableScaleIn };
}

function readMetric({
  PredefinedMetricSpecification: predefined,
  CustomizedMetricSpecification: customized,
}: TargetTrackingConfiguration): TrackedMetric {
  if ((predefined === undefined) === (customized === undefined)) {
    throw new AwsError(
      'ValidationError',
      'Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be specified.',
    );
  }
  if (customized) return readCustomized(customized);
  const { PredefinedMetricType: type, ResourceLabel: resourceLabel } = predefined ?? {};
  if (type === 'ASGAverageCPUUtilization') return { kind: 'predefined', type };
  if (type !== 'ALBRequestCountPerTarget') {
    throw new AwsError(
      'ValidationError',
      `The local cloud does not support PredefinedMetricType ${type ?? 'null'}: use ASGAverageCPUUtilization, ALBRequestCountPerTarget or a CustomizedMetricSpecification instead.`,
    );
  }
  if (!/^app\/[^/]+\/[^/]+\/targetgroup\/[^/]+\/[^/]+$/.test(resourceLabel ?? '')) {
    throw new AwsError(
      'ValidationError',
      `ResourceLabel ${resourceLabel ?? 'null'} must be app/NAME/ID/targetgroup/NAME/ID.`,
    );
  }
  return { kind: 'predefined', type, resourceLabel };
}

function readCustomized(customized: CustomizedMetricSpecification): TrackedMetric {
  const { MetricName: name, Namespace: namespace, Statistic: statistic, Period: period } = customized;
  if (customized.Metrics !== undefined) {
    throw new AwsError(
      'ValidationError',
      'The local cloud does not support Metrics in a CustomizedMetricSpecification: name one metric.',
    );
  }
  if (name === undefined || namespace === undefined || statistic === undefined) {
    throw new AwsError('ValidationError', 'MetricName, Namespace and Statistic must be specified.');
  }
  if (period !== undefined && ![10, 30, 60].includes(period)) {
    throw new AwsError('ValidationError', `Period ${period} must be 10, 30 or 60.`);
  }
  const metric = metricId(namespace, name, dimensionsOf(customized.Dimensions));
  return { kind: 'custom', metric, statistic, unit: customized.Unit, period };
}
