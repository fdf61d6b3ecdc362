import { AwsError } from '../aws-error.ts';
import { type Dialect, MINUTE_MS, NOT_SERVED } from './dialect.ts';

const malformed = (): AwsError =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

/** S3. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const s3Dialect: Dialect = {
  requestIdHeader: 'x-amz-request-id',
  toleranceMs: 15 * MINUTE_MS,
  signsLikeS3: true,

  unknownAction: (name) =>
    new AwsError('NotImplemented', `${name ?? 'This request'} is not implemented: ${NOT_SERVED}.`, 501),
  missingParameters: malformed,
  malformedValue: ({ value, expected, member }) =>
    new AwsError('InvalidArgument', `${member}: '${value}' is not a ${expected}`),
  malformedBody: malformed,
  bodyTooLarge: (limit) =>
    new AwsError('EntityTooLarge', `Your proposed upload exceeds the maximum allowed size of ${limit} bytes`),
  internal: () => new AwsError('InternalError', 'We encountered an internal error. Please try again.', 500),

  unsigned: () => new AwsError('AccessDenied', 'Access Denied', 403),
  incompleteSignature: (problem) => new AwsError('AuthorizationHeaderMalformed', problem),
  unknownAccessKey: () =>
    new AwsError(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
      403,
    ),
  wrongSignature: () =>
    new AwsError(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      403,
    ),
  wrongToken: () => new AwsError('InvalidToken', 'The provided token is malformed or otherwise invalid.'),
  expiredToken: () => new AwsError('ExpiredToken', 'The provided token has expired.'),
  skewed: () =>
    new AwsError(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      403,
    ),
  expiredUrl: () => new AwsError('AccessDenied', 'Request has expired', 403),
  wrongBodyHash: () =>
    new AwsError(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    ),
};
