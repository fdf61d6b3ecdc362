import type { LocalCloud } from '../../cloud.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** The ARNs as given, each once, or AWS's error when one of them is no target group. */
export function requireTargetGroups(
  cloud: LocalCloud,
  arns: readonly string[] | undefined,
): readonly string[] {
  const all = [...new Set(arns)];
  if (all.every((arn) => cloud.tables.targetGroups.get(arn))) return all;
  throw new AwsError(
    'ValidationError',
    'Provided Target Groups may not be valid. Please ensure they exist and try again.',
  );
}
