import { AwsError } from '../../wire/aws-error.ts';

/** How many items a page may have: what is asked for, and no more than the service gives at once. */
export function readMaxItems(asked: number | undefined, most: number): number {
  const items = asked ?? most;
  if (!Number.isInteger(items) || items < 1) {
    throw new AwsError(
      'InvalidInput',
      `1 validation error detected: Value '${asked}' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    );
  }
  return Math.min(items, most);
}
