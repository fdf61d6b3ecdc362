import { AwsError } from '../../wire/aws-error.ts';

/** Ends a request that was only to be checked, as EC2 does: with an error that says it would have succeeded. */
export function refuseDryRun(dryRun: boolean | undefined): void {
  if (dryRun) {
    throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
  }
}
