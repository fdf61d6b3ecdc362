import type { PutScalingPolicyType, StepAdjustment } from '@aws-sdk/client-auto-scaling';
import type { AdjustmentType, ScalingRule, StepRecord } from '../../store/records/scaling-policies.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { readTargetTracking } from './read-target-tracking.ts';

/** What a change in capacity may be given as. */
export const ADJUSTMENT_TYPES: readonly AdjustmentType[] = [
  'ChangeInCapacity',
  'ExactCapacity',
  'PercentChangeInCapacity',
];

/** What a policy shall do, from a request; predictive scaling is refused. */
export function readPolicy(input: PutScalingPolicyType): ScalingRule {
  const { PolicyType: type = 'SimpleScaling' } = input;
  if (input.MinAdjustmentStep !== undefined) {
    throw new AwsError(
      'ValidationError',
      'The local cloud does not support MinAdjustmentStep: use MinAdjustmentMagnitude instead.',
    );
  }
  switch (type) {
    case 'SimpleScaling':
      requireAbsent(type, input, ['StepAdjustments', 'MetricAggregationType', 'EstimatedInstanceWarmup']);
      if (input.ScalingAdjustment === undefined) {
        throw new AwsError(
          'ValidationError',
          'ScalingAdjustment must be specified for policy type SimpleScaling.',
        );
      }
      return {
        kind: type,
        ...readAdjustment(input),
        adjustment: input.ScalingAdjustment,
        cooldown: input.Cooldown,
      };
    case 'StepScaling':
      requireAbsent(type, input, ['ScalingAdjustment', 'Cooldown']);
      return {
        kind: type,
        ...readAdjustment(input),
        steps: readSteps(input.StepAdjustments),
        aggregation: readAggregation(input.MetricAggregationType),
        warmup: input.EstimatedInstanceWarmup,
      };
    case 'TargetTrackingScaling':
      requireAbsent(type, input, [
        'AdjustmentType',
        'ScalingAdjustment',
        'StepAdjustments',
        'Cooldown',
        'MetricAggregationType',
        'MinAdjustmentMagnitude',
      ]);
      return {
        kind: type,
        ...readTargetTracking(input.TargetTrackingConfiguration),
        warmup: input.EstimatedInstanceWarmup,
      };
    case 'PredictiveScaling':
      throw new AwsError(
        'ValidationError',
        'The local cloud does not support PredictiveScaling: use TargetTrackingScaling, StepScaling or SimpleScaling instead.',
      );
    default:
      throw new AwsError(
        'ValidationError',
        `Policy type ${type} is not valid. Valid types are SimpleScaling, StepScaling and TargetTrackingScaling.`,
      );
  }
}

function requireAbsent(
  type: string,
  input: PutScalingPolicyType,
  members: readonly (keyof PutScalingPolicyType)[],
): void {
  const found = members.find((member) => input[member] !== undefined);
  if (found === undefined) return;
  throw new AwsError('ValidationError', `${found} is not supported for policy type ${type}.`);
}

function readAdjustment(
  input: PutScalingPolicyType,
): Pick<ScalingRule & { kind: 'SimpleScaling' }, 'adjustmentType' | 'minMagnitude'> {
  const adjustmentType = ADJUSTMENT_TYPES.find((known) => known === input.AdjustmentType);
  if (!adjustmentType) {
    throw new AwsError(
      'ValidationError',
      `AdjustmentType ${input.AdjustmentType ?? 'null'} must be one of ${ADJUSTMENT_TYPES.join(', ')}.`,
    );
  }
  const { MinAdjustmentMagnitude: minMagnitude } = input;
  if (minMagnitude !== undefined && adjustmentType !== 'PercentChangeInCapacity') {
    throw new AwsError(
      'ValidationError',
      'MinAdjustmentMagnitude is only supported for adjustment type PercentChangeInCapacity.',
    );
  }
  return { adjustmentType, minMagnitude };
}

function readAggregation(text = 'Average'): 'Average' | 'Minimum' | 'Maximum' {
  if (text === 'Average' || text === 'Minimum' || text === 'Maximum') return text;
  throw new AwsError('ValidationError', `MetricAggregationType ${text} must be Minimum, Maximum or Average.`);
}

function readSteps(steps: readonly StepAdjustment[] | undefined): readonly StepRecord[] {
  if (!steps || steps.length === 0) {
    throw new AwsError(
      'ValidationError',
      'At least one StepAdjustment must be specified for policy type StepScaling.',
    );
  }
  const read = steps
    .map((step) => ({
      lower: step.MetricIntervalLowerBound,
      upper: step.MetricIntervalUpperBound,
      adjustment: step.ScalingAdjustment ?? 0,
    }))
    .toSorted((a, b) => (a.lower ?? -Infinity) - (b.lower ?? -Infinity));
  for (const [index, { lower, upper }] of read.entries()) {
    const next = read[index + 1];
    const empty = lower !== undefined && upper !== undefined && lower >= upper;
    const unbounded = lower === undefined && upper === undefined && read.length > 1;
    const gap =
      next !== undefined && (upper === undefined || next.lower === undefined || next.lower !== upper);
    if (empty || unbounded || gap) {
      throw new AwsError(
        'ValidationError',
        'StepAdjustment intervals must not be empty, overlap or leave gaps.',
      );
    }
  }
  return read;
}
