import type { AlarmComparison } from '../../store/records/cloudwatch.ts';
import { AwsError } from '../../wire/aws-error.ts';

const COMPARISONS: readonly AlarmComparison[] = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
];

/** Reads an alarm's comparison; those of anomaly detection bands are refused. */
export function readComparison(text: string | undefined): AlarmComparison {
  const known = COMPARISONS.find((comparison) => comparison === text);
  if (known) return known;
  throw new AwsError(
    'ValidationError',
    `The value ${text ?? 'null'} for ComparisonOperator must be one of ${COMPARISONS.join(', ')}.`,
  );
}
