import { AwsError } from '../wire/aws-error.ts';

/** How a service says that there were too many calls. `service` is its short name. */
export function throttled(service: string): AwsError {
  switch (service) {
    case 'ec2':
      return new AwsError('RequestLimitExceeded', 'Request limit exceeded.', 503);
    case 's3':
      return new AwsError('SlowDown', 'Please reduce your request rate.', 503);
    case 'ssm':
      return new AwsError('ThrottlingException', 'Rate exceeded');
    default:
      return new AwsError('Throttling', 'Rate exceeded');
  }
}

/** How a service says that it failed; `overloaded` picks the second of the two ways that each has. */
export function failed(service: string, overloaded: boolean): AwsError {
  if (service === 'ec2') {
    return overloaded
      ? new AwsError('Unavailable', "The server is overloaded and can't handle the request.", 503)
      : new AwsError('InternalError', 'An internal error has occurred', 500);
  }
  if (service === 's3') {
    return overloaded
      ? new AwsError('ServiceUnavailable', 'Service is unable to handle request.', 503)
      : new AwsError('InternalError', 'We encountered an internal error. Please try again.', 500);
  }
  return overloaded
    ? new AwsError(
        'ServiceUnavailable',
        'The request has failed due to a temporary failure of the server.',
        503,
      )
    : new AwsError(
        'InternalFailure',
        'The request processing has failed because of an unknown error, exception or failure.',
        500,
      );
}
