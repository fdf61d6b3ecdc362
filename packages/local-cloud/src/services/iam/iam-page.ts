import { validationError } from './iam-errors.ts';

/** How IAM's listings are paged. */
export interface PageRequest {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

/** A page and IAM's words for where the next one begins. */
export interface IamPage<T> {
  readonly page: T[];
  readonly more: { IsTruncated: boolean; Marker?: string };
}

const USUAL_ITEMS = 100;

/** Cuts a page out of a listing, by name. */
export function iamPage<T>(
  items: Iterable<T>,
  nameOf: (item: T) => string,
  { Marker: marker, MaxItems: maxItems = USUAL_ITEMS }: PageRequest,
): IamPage<T> {
  if (!Number.isInteger(maxItems) || maxItems < 1 || maxItems > 1000) {
    throw validationError(
      `1 validation error detected: Value '${maxItems}' at 'maxItems' failed to satisfy constraint: Member must be between 1 and 1000`,
    );
  }
  const after = marker ? Buffer.from(marker, 'base64').toString() : '';
  const rest = [...items]
    .filter((item) => nameOf(item) > after)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const page = rest.slice(0, maxItems);
  const last = page.at(-1);
  return {
    page,
    more:
      last !== undefined && page.length < rest.length
        ? { IsTruncated: true, Marker: Buffer.from(nameOf(last)).toString('base64') }
        : { IsTruncated: false },
  };
}
