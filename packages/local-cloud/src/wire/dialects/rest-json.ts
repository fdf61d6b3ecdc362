import { AwsError } from '../aws-error.ts';
import type { Dialect } from './dialect.ts';
import { jsonDialect } from './json.ts';

/** Data Lifecycle Manager. https://docs.aws.amazon.com/dlm/latest/APIReference/CommonErrors.html */
export const restJsonDialect: Dialect = {
  ...jsonDialect,
  unknownAction: (name, version) => withStatus(404, jsonDialect.unknownAction(name, version)),
  missingParameters: (names) =>
    new AwsError(
      'InvalidRequestException',
      `The following required parameter(s) are missing: {${names.join(', ')}}`,
    ),

  unsigned: () => withStatus(403, jsonDialect.unsigned()),
  incompleteSignature: (problem) => withStatus(403, jsonDialect.incompleteSignature(problem)),
  unknownAccessKey: () => withStatus(403, jsonDialect.unknownAccessKey()),
  wrongSignature: () => withStatus(403, jsonDialect.wrongSignature()),
  wrongToken: () => withStatus(403, jsonDialect.wrongToken()),
  expiredToken: () => withStatus(403, jsonDialect.expiredToken()),
  skewed: (signed, now) => withStatus(403, jsonDialect.skewed(signed, now)),
  expiredUrl: () => withStatus(403, jsonDialect.expiredUrl()),
  wrongBodyHash: () => withStatus(403, jsonDialect.wrongBodyHash()),
};

/** Spoken to in JSON-RPC, services answer 400 to everything; over REST the status says more. */
function withStatus(status: number, { code, message }: AwsError): AwsError {
  return new AwsError(code, message, status);
}
