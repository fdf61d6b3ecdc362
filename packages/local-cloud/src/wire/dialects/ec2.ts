import { AwsError } from '../aws-error.ts';
import { queryName } from '../protocols/query-reader.ts';
import { type Dialect, MINUTE_MS, NOT_SERVED } from './dialect.ts';

const notValidated = (): AwsError =>
  new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);

const expired = (): AwsError => new AwsError('RequestExpired', 'Request has expired.');

const missing = (parameter: string): AwsError =>
  new AwsError('MissingParameter', `The request must contain the parameter ${parameter}`);

/** EC2. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
export const ec2Dialect: Dialect = {
  requestIdHeader: 'x-amzn-requestid',
  toleranceMs: 5 * MINUTE_MS,
  signsLikeS3: false,

  unknownAction: (name) =>
    name === undefined
      ? missing('Action')
      : new AwsError('InvalidAction', `The action ${name} is not valid for this web service: ${NOT_SERVED}.`),
  missingParameters: ([first = ''], input) => missing(queryName('ec2', first, input.getMemberSchema(first))),
  malformedValue: ({ value, expected, member }) =>
    new AwsError(
      'InvalidParameterValue',
      `Value (${value}) for parameter ${member} is invalid. It is not a ${expected}.`,
    ),
  malformedBody: () => new AwsError('MalformedQueryString', 'The query string contains a syntax error.'),
  bodyTooLarge: (limit) =>
    new AwsError('RequestEntityTooLarge', `The request is larger than ${limit} bytes.`, 413),
  internal: () => new AwsError('InternalError', 'An internal error has occurred', 500),

  unsigned: () => missing('AWSAccessKeyId'),
  incompleteSignature: notValidated,
  unknownAccessKey: notValidated,
  wrongSignature: notValidated,
  wrongToken: notValidated,
  expiredToken: expired,
  skewed: expired,
  expiredUrl: expired,
  wrongBodyHash: notValidated,
};
