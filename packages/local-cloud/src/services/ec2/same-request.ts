import { AwsError } from '../../wire/aws-error.ts';

/** Refuses a client token that was used before for something else. */
export function requireSameRequest(same: boolean): void {
  if (same) return;
  throw new AwsError(
    'IdempotentParameterMismatch',
    'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
  );
}
