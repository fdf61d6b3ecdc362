import type { MetricId } from './cloudwatch.ts';

/** How an adjustment is meant. */
export type AdjustmentType = 'ChangeInCapacity' | 'ExactCapacity' | 'PercentChangeInCapacity';

/** What a step scaling policy does while the metric is that far from the alarm's threshold. */
export interface StepRecord {
  /** Nothing: without bound. */
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
  readonly adjustment: number;
}

/** The metric that a target tracking policy holds at its target. */
export type TrackedMetric =
  | {
      readonly kind: 'predefined';
      readonly type: 'ASGAverageCPUUtilization' | 'ALBRequestCountPerTarget';
      readonly resourceLabel?: string | undefined;
    }
  | {
      readonly kind: 'custom';
      readonly metric: MetricId;
      readonly statistic: string;
      readonly unit?: string | undefined;
      /** Seconds, as given; 60 where it was not. */
      readonly period?: number | undefined;
    };

/** What a policy does when it is executed. */
export type ScalingRule =
  | {
      readonly kind: 'SimpleScaling';
      readonly adjustmentType: AdjustmentType;
      readonly adjustment: number;
      readonly minMagnitude?: number | undefined;
      /** Seconds; the group's default where nothing is said. */
      readonly cooldown?: number | undefined;
    }
  | {
      readonly kind: 'StepScaling';
      readonly adjustmentType: AdjustmentType;
      readonly steps: readonly StepRecord[];
      readonly minMagnitude?: number | undefined;
      readonly aggregation: 'Average' | 'Minimum' | 'Maximum';
      /** Seconds. */
      readonly warmup?: number | undefined;
    }
  | {
      readonly kind: 'TargetTrackingScaling';
      readonly metric: TrackedMetric;
      readonly target: number;
      readonly disableScaleIn: boolean;
      /** Seconds. */
      readonly warmup?: number | undefined;
    };

export interface ScalingPolicyRecord {
  /** `GROUP/POLICY`. */
  readonly id: string;
  readonly arn: string;
  readonly groupName: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly rule: ScalingRule;
  /** Names of the two alarms of a target tracking policy, which are made and deleted with it. */
  readonly alarmNames: readonly string[];
  /** When it changed the desired capacity last. */
  readonly lastScaledAt?: Date | undefined;
}
