import { AwsError } from '../aws-error.ts';
import type { Dialect } from './dialect.ts';
import { queryDialect } from './query.ts';

/** Route 53. https://docs.aws.amazon.com/Route53/latest/APIReference/CommonErrors.html */
export const route53Dialect: Dialect = {
  ...queryDialect,
  missingParameters: (names, input) =>
    new AwsError('InvalidInput', queryDialect.missingParameters(names, input).message),
  malformedValue: (problem) => new AwsError('InvalidInput', queryDialect.malformedValue(problem).message),
  malformedBody: () =>
    new AwsError('InvalidInput', 'Invalid XML: the body is not the XML that the action takes.'),
};
