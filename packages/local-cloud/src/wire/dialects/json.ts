import { AwsError } from '../aws-error.ts';
import { type Dialect, NOT_SERVED } from './dialect.ts';
import { queryDialect } from './query.ts';
import { skewedMessage } from './skewed-message.ts';
import { missingMembersMessage, uncapitalise } from './validation-errors.ts';

/** Any service that is spoken to in JSON. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html */
export const jsonDialect: Dialect = {
  ...queryDialect,
  unknownAction: (name) =>
    new AwsError('UnknownOperationException', `${name ?? 'The operation'} is not known: ${NOT_SERVED}.`),
  missingParameters: (names) => new AwsError('ValidationException', missingMembersMessage(names)),
  malformedValue: ({ value, expected, member }) =>
    new AwsError(
      'SerializationException',
      `Value '${value}' at '${uncapitalise(member)}' is not a ${expected}`,
    ),
  malformedBody: () =>
    new AwsError('SerializationException', 'The body is not the JSON that the operation takes.'),

  unsigned: () => new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token'),
  incompleteSignature: (problem) => new AwsError('IncompleteSignatureException', problem),
  unknownAccessKey: () => unrecognised(),
  wrongSignature: () => new AwsError('InvalidSignatureException', queryDialect.wrongSignature().message),
  wrongToken: () => unrecognised(),
  expiredToken: () =>
    new AwsError('ExpiredTokenException', 'The security token included in the request is expired'),
  skewed: (signed, now) => new AwsError('InvalidSignatureException', skewedMessage(signed, now)),
  expiredUrl: () => new AwsError('InvalidSignatureException', 'Signature expired'),
  wrongBodyHash: () => new AwsError('InvalidSignatureException', queryDialect.wrongSignature().message),
};

function unrecognised(): AwsError {
  return new AwsError(
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  );
}
