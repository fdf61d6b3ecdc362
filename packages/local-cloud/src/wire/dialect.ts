import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from './aws-error.ts';
import { queryName } from './query-reader.ts';
import type { MalformedValue } from './scalars.ts';

/** How a family of services words the errors that come before any action: codes, messages and statuses as AWS has them. */
export interface Dialect {
  /** No served action of that name; `name` is undefined where the request names none. */
  unknownAction(name: string | undefined, version: string | undefined): AwsError;
  missingParameters(names: readonly string[], input: NormalizedSchema): AwsError;
  malformedValue(problem: MalformedValue): AwsError;
  /** A body that cannot be read at all. */
  malformedBody(): AwsError;
  bodyTooLarge(limit: number): AwsError;
  internal(): AwsError;

  unsigned(): AwsError;
  incompleteSignature(problem: string): AwsError;
  unknownAccessKey(): AwsError;
  wrongSignature(): AwsError;
  wrongToken(): AwsError;
  expiredToken(): AwsError;
  /** The client's clock, or an old request: `signed` is outside `now` by more than the service allows. */
  skewed(signed: Date, now: Date): AwsError;
  /** A presigned URL past its time. */
  expiredUrl(): AwsError;
  /** `x-amz-content-sha256` is not the hash of the body. */
  wrongBodyHash(): AwsError;
  /** How far the request's time may be from ours, in milliseconds. */
  readonly toleranceMs: number;
}

const MINUTE_MS = 60_000;
const NOT_SERVED = 'the local cloud does not serve it';

const credentialsNotValidated = (): AwsError =>
  new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);

/** EC2. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
export const ec2Dialect: Dialect = {
  toleranceMs: 5 * MINUTE_MS,
  unknownAction: (name) =>
    name === undefined
      ? new AwsError('MissingAction', 'The request is missing an action or operation parameter')
      : new AwsError('InvalidAction', `The action ${name} is not valid for this web service: ${NOT_SERVED}.`),
  missingParameters: ([first = ''], input) => {
    const name = queryName('ec2', first, input.getMemberSchema(first));
    return new AwsError('MissingParameter', `The request must contain the parameter ${name}`);
  },
  malformedValue: ({ value, expected, member }) =>
    new AwsError(
      'InvalidParameterValue',
      `Value (${value}) for parameter ${member} is invalid. It is not a ${expected}.`,
    ),
  malformedBody: () => new AwsError('MalformedQueryString', 'The query string contains a syntax error.'),
  bodyTooLarge: (limit) =>
    new AwsError('RequestEntityTooLarge', `The request is larger than ${limit} bytes.`, 413),
  internal: () => new AwsError('InternalError', 'An internal error has occurred', 500),
  unsigned: () => new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403),
  incompleteSignature: () => credentialsNotValidated(),
  unknownAccessKey: credentialsNotValidated,
  wrongSignature: credentialsNotValidated,
  wrongToken: credentialsNotValidated,
  expiredToken: () => new AwsError('RequestExpired', 'Request has expired.'),
  skewed: () => new AwsError('RequestExpired', 'Request has expired.'),
  expiredUrl: () => new AwsError('RequestExpired', 'Request has expired.'),
  wrongBodyHash: credentialsNotValidated,
};

const basicTime = (date: Date): string => date.toISOString().replace(/[-:]|\.\d{3}/g, '');

const plural = (names: readonly string[]): string =>
  `${names.length} validation error${names.length > 1 ? 's' : ''}`;

const uncapitalise = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** Auto Scaling, Elastic Load Balancing, IAM and STS. https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
export const queryDialect: Dialect = {
  toleranceMs: 5 * MINUTE_MS,
  unknownAction: (name, version) =>
    name === undefined
      ? new AwsError('MissingAction', 'The request is missing an action or operation parameter')
      : new AwsError(
          'InvalidAction',
          `Could not find operation ${name} for version ${version ?? 'NO_VERSION_SPECIFIED'}: ${NOT_SERVED}.`,
        ),
  missingParameters: (names) =>
    new AwsError(
      'ValidationError',
      `${plural(names)} detected: ${names
        .map(
          (name) =>
            `Value null at '${uncapitalise(name)}' failed to satisfy constraint: Member must not be null`,
        )
        .join('; ')}`,
    ),
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
  unknownAccessKey: () =>
    new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403),
  wrongSignature: () =>
    new AwsError(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      403,
    ),
  wrongToken: () =>
    new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403),
  expiredToken: () =>
    new AwsError('ExpiredToken', 'The security token included in the request is expired', 403),
  skewed: (signed, now) => {
    const [from, to] = [basicTime(signed), basicTime(now)];
    return new AwsError(
      'SignatureDoesNotMatch',
      signed < now
        ? `Signature expired: ${from} is now earlier than ${basicTime(new Date(now.getTime() - 5 * MINUTE_MS))} (${to} - 5 min.)`
        : `Signature not yet current: ${from} is still later than ${basicTime(new Date(now.getTime() + 5 * MINUTE_MS))} (${to} + 5 min.)`,
      403,
    );
  },
  expiredUrl: () => new AwsError('SignatureDoesNotMatch', 'Signature expired', 403),
  wrongBodyHash: () => queryDialect.wrongSignature(),
};

const notImplemented = (what: string): AwsError =>
  new AwsError('NotImplemented', `${what} is not implemented: ${NOT_SERVED}.`, 501);

/** S3. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const s3Dialect: Dialect = {
  toleranceMs: 15 * MINUTE_MS,
  unknownAction: (name) => notImplemented(name ?? 'The requested functionality'),
  missingParameters: () =>
    new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    ),
  malformedValue: ({ value, expected, member }) =>
    new AwsError('InvalidArgument', `${member}: '${value}' is not a ${expected}`),
  malformedBody: () => s3Dialect.missingParameters([], undefined as never),
  bodyTooLarge: () =>
    new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400),
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
