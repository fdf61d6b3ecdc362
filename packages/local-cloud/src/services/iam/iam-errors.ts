import { AwsError } from '../../wire/aws-error.ts';

/** IAM's word for what is not there. */
export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, 404);
}

/** IAM's word for a name that is taken. */
export function alreadyExists(message: string): AwsError {
  return new AwsError('EntityAlreadyExists', message, 409);
}

/** IAM's word for what cannot be deleted while something hangs on it. */
export function deleteConflict(message: string): AwsError {
  return new AwsError('DeleteConflict', message, 409);
}

/** IAM's word for one too many. */
export function limitExceeded(quota: string, limit: number): AwsError {
  return new AwsError('LimitExceeded', `Cannot exceed quota for ${quota}: ${limit}`, 409);
}

/** IAM's word for input that is not of the right form. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
