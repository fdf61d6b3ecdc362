import { AwsError } from '../aws-error.ts';
import { type Dialect, MINUTE_MS, NOT_SERVED } from './dialect.ts';
import { skewedMessage } from './skewed-message.ts';
import { missingMembersMessage, uncapitalise } from './validation-errors.ts';

const invalidToken = (): AwsError =>
  new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);

const wrongSignature = (): AwsError =>
  new AwsError(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    403,
  );

/** Auto Scaling, Elastic Load Balancing, IAM and STS. https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
export const queryDialect: Dialect = {
  requestIdHeader: 'x-amzn-requestid',
  toleranceMs: 5 * MINUTE_MS,
  signsLikeS3: false,

  unknownAction: (name, version) =>
    name === undefined
      ? new AwsError('MissingAction', 'The request is missing an action or a required parameter.')
      : new AwsError(
          'InvalidAction',
          `Could not find operation ${name} for version ${version ?? 'NO_VERSION_SPECIFIED'}: ${NOT_SERVED}.`,
        ),
  missingParameters: (names) => new AwsError('ValidationError', missingMembersMessage(names)),
  malformedValue: ({ value, expected, member }) =>
    new AwsError('MalformedInput', `Value '${value}' at '${uncapitalise(member)}' is not a ${expected}`),
  malformedBody: () => new AwsError('MalformedQueryString', 'The query string contains a syntax error.'),
  bodyTooLarge: (limit) =>
    new AwsError('RequestEntityTooLarge', `The request is larger than ${limit} bytes.`, 413),
  internal: () =>
    new AwsError(
      'InternalFailure',
      'The request processing has failed because of an unknown error, exception or failure.',
      500,
    ),

  unsigned: () => new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403),
  incompleteSignature: (problem) => new AwsError('IncompleteSignature', problem),
  unknownAccessKey: invalidToken,
  wrongSignature,
  wrongToken: invalidToken,
  expiredToken: () =>
    new AwsError('ExpiredToken', 'The security token included in the request is expired', 403),
  skewed: (signed, now) => new AwsError('SignatureDoesNotMatch', skewedMessage(signed, now), 403),
  expiredUrl: () => new AwsError('SignatureDoesNotMatch', 'Signature expired', 403),
  wrongBodyHash: wrongSignature,
};
