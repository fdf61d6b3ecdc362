import { AwsError } from '../../wire/aws-error.ts';

/** What Data Lifecycle Manager answers to a policy that it does not take. */
export const invalidRequest = (message: string): AwsError => new AwsError('InvalidRequestException', message);

/** There is no such policy. */
export const policyNotFound = (what: string): AwsError =>
  new AwsError('ResourceNotFoundException', `The requested policy ${what} does not exist.`, 404);

/** Names what a policy may have on AWS and not here, instead of leaving it out in silence. */
export const unsupported = (what: string, use: string): AwsError =>
  invalidRequest(`${what} is not supported by the local cloud: ${use}`);
