import { AwsError } from '../../wire/aws-error.ts';

/** What is wrong with a batch of changes, all of it at once, as Route 53 says it. */
export function changeBatchError(problems: readonly string[]): AwsError {
  return new AwsError('InvalidChangeBatch', `[${problems.join(', ')}]`);
}
