import { AwsError } from '../../wire/aws-error.ts';
import { type Page, paginate } from '../paginate.ts';

const SMALLEST_PAGE = 5;
const LARGEST_PAGE = 1000;

/**
 * One page of an EC2 Describe action. With no `MaxResults` everything comes at once. EC2 refuses page sizes
 * under 5, raises none over 1000, and refuses `MaxResults` together with ids.
 */
export function pageOf<T extends { readonly id: string }>(
  items: readonly T[],
  {
    MaxResults: maxResults,
    NextToken: nextToken,
  }: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
  {
    ids,
    smallest = SMALLEST_PAGE,
  }: { readonly ids?: readonly string[] | undefined; readonly smallest?: number } = {},
): Page<T> {
  if (maxResults !== undefined) {
    if (ids?.length) {
      throw new AwsError(
        'InvalidParameterCombination',
        'The parameter MaxResults cannot be used with ids: name the resources, or ask for pages of all.',
      );
    }
    if (maxResults < smallest) {
      throw new AwsError(
        'InvalidParameterValue',
        `Value ( ${maxResults} ) for parameter maxResults is invalid. Expecting a value greater than or equal to ${smallest}.`,
      );
    }
  }
  return paginate(
    items,
    maxResults === undefined ? undefined : Math.min(maxResults, LARGEST_PAGE),
    nextToken,
  );
}
