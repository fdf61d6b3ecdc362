import { AwsError } from '../../wire/aws-error.ts';

/** Refuses an id that no resource of this kind could have, with the kind's own error code. */
export function requireWellFormed(id: string, prefix: string, code: string): void {
  if (new RegExp(`^${prefix}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`).test(id)) return;
  throw new AwsError(code, `Invalid id: "${id}" (expecting "${prefix}-...")`);
}
