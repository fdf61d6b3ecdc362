import { AwsError } from '../../wire/aws-error.ts';

/** Refuses a number outside of what AWS's model allows, in the words of AWS's validation. */
export function checkRange(
  field: string,
  value: number | undefined,
  least: number,
  most: number,
): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return value;
  const rule =
    value < least
      ? `greater than or equal to ${least}`
      : value > most
        ? `less than or equal to ${most}`
        : 'whole';
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${field}' failed to satisfy constraint: ` +
      `Member must have value ${rule}`,
  );
}
