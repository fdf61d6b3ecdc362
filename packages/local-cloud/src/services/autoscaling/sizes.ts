import { AwsError } from '../../wire/aws-error.ts';

/** The three sizes of a group. */
export interface Sizes {
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredCapacity: number;
}

/**
 * The sizes after a request: what it does not name stays, and a desired capacity that it does not name is moved
 * inside new limits, as UpdateAutoScalingGroup and scheduled actions do.
 */
export function changeSizes(
  before: Sizes,
  change: {
    readonly minSize?: number | undefined;
    readonly maxSize?: number | undefined;
    readonly desiredCapacity?: number | undefined;
  },
): Sizes {
  const minSize = change.minSize ?? before.minSize;
  const maxSize = change.maxSize ?? before.maxSize;
  if (minSize < 0 || maxSize < 0) {
    throw new AwsError('ValidationError', 'Min and max sizes must be greater than or equal to 0.');
  }
  if (minSize > maxSize) {
    throw new AwsError(
      'ValidationError',
      `Max bound, ${maxSize}, must be greater than or equal to min bound, ${minSize}`,
    );
  }
  const desiredCapacity =
    change.desiredCapacity ?? Math.min(Math.max(before.desiredCapacity, minSize), maxSize);
  if (desiredCapacity < minSize || desiredCapacity > maxSize) {
    throw new AwsError(
      'ValidationError',
      `Desired capacity:${desiredCapacity} must be between the specified min size:${minSize} and max size:${maxSize}`,
    );
  }
  return { minSize, maxSize, desiredCapacity };
}

/** Refuses sizes that moving `count` instances in or out of service would break; `what` is AWS's phrase for the move. */
export function requireRoom(
  groupName: string,
  { minSize, maxSize, desiredCapacity }: Sizes,
  change: number,
  what: string,
): void {
  const after = desiredCapacity + change;
  if (after >= minSize && after <= maxSize) return;
  const count = Math.abs(change);
  throw new AwsError(
    'ValidationError',
    `AutoScalingGroup ${groupName} has min-size=${minSize}, max-size=${maxSize}, and desired-size=${desiredCapacity}. To ${what} ${count} instance${count === 1 ? '' : 's'}, please update the AutoScalingGroup sizes appropriately.`,
  );
}
