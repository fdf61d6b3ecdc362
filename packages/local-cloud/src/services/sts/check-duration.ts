import { AwsError } from '../../wire/aws-error.ts';

/** Refuses a session length outside what the action takes. */
export function checkDuration(seconds: number, longest: number): void {
  const bound =
    seconds < 900
      ? 'greater than or equal to 900'
      : seconds > longest
        ? `less than or equal to ${longest}`
        : undefined;
  if (bound === undefined) return;
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${bound}`,
  );
}
