import type { ScalingRule, StepRecord } from '../../store/records/scaling-policies.ts';

/** What a policy is about to change. */
export interface CapacityFacts {
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredCapacity: number;
  /** Instances that are new, or not there yet: they do not carry their share of the load. */
  readonly warming: number;
}

type Adjustment = Pick<ScalingRule & { kind: 'StepScaling' }, 'adjustmentType' | 'minMagnitude'>;

/** The desired capacity after an adjustment of `base` instances, within the group's bounds. */
export function adjust(
  { adjustmentType, minMagnitude = 0 }: Adjustment,
  amount: number,
  base: number,
  { minSize, maxSize }: CapacityFacts,
): number {
  return clamp(raw(adjustmentType, minMagnitude, amount, base), minSize, maxSize);
}

/** The adjustment of the step that a metric is in, by how far it is from the threshold; nothing outside all steps. */
export function stepAdjustment(steps: readonly StepRecord[], breach: number): number | undefined {
  return steps.find(({ lower = -Infinity, upper = Infinity }) =>
    // The bound that is nearer to the threshold belongs to the step.
    breach >= 0 ? breach >= lower && breach < upper : breach > lower && breach <= upper,
  )?.adjustment;
}

/** The desired capacity that brings a metric which is shared out over the instances to its target. */
export function trackTarget(
  facts: CapacityFacts,
  value: number,
  target: number,
  direction: 'out' | 'in',
): number {
  const { desiredCapacity, warming, minSize, maxSize } = facts;
  // Scaling in waits until what scaling out has begun is done.
  if (direction === 'in' && warming > 0) return desiredCapacity;
  const base = Math.max(0, desiredCapacity - warming);
  const wanted = clamp(Math.ceil((base * value) / target), minSize, maxSize);
  return direction === 'out' ? Math.max(desiredCapacity, wanted) : Math.min(desiredCapacity, wanted);
}

/** The desired capacity after a step; instances that warm up count as what the step has already given. */
export function takeStep(rule: Adjustment, amount: number, facts: CapacityFacts): number {
  const { desiredCapacity, warming } = facts;
  if (warming === 0 || rule.adjustmentType === 'ExactCapacity') {
    return adjust(rule, amount, desiredCapacity, facts);
  }
  if (amount < 0) return desiredCapacity;
  return Math.max(desiredCapacity, adjust(rule, amount, Math.max(0, desiredCapacity - warming), facts));
}

function raw(type: Adjustment['adjustmentType'], minMagnitude: number, amount: number, base: number): number {
  switch (type) {
    case 'ExactCapacity':
      return amount;
    case 'ChangeInCapacity':
      return base + amount;
    case 'PercentChangeInCapacity': {
      const change = (base * amount) / 100;
      // Towards zero, but never to it.
      const whole = Math.abs(change) < 1 ? Math.sign(change) : Math.trunc(change);
      return base + Math.sign(amount) * Math.max(Math.abs(whole), minMagnitude);
    }
  }
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
