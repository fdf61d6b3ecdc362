import { AwsError } from '../wire/aws-error.ts';

/** One page of a listing, and the token of the page after it. */
export interface Page<T> {
  readonly page: readonly T[];
  readonly nextToken: string | undefined;
}

/**
 * Cuts one page out of a listing in stable order; no `maxResults` means everything that is left.
 * The token remembers the last item shown and its place: items that come or go between two calls neither
 * repeat nor hide others.
 */
export function paginate<T extends { readonly id: string }>(
  items: readonly T[],
  maxResults: number | undefined,
  nextToken: string | undefined,
): Page<T> {
  const start = nextToken === undefined ? 0 : startAfter(items, nextToken);
  const end = maxResults === undefined ? items.length : start + maxResults;
  const page = start === 0 && end >= items.length ? items : items.slice(start, end);
  const last = page.at(-1);
  return {
    page,
    nextToken:
      last !== undefined && end < items.length
        ? Buffer.from(JSON.stringify([end, last.id])).toString('base64url')
        : undefined,
  };
}

function startAfter(items: readonly { readonly id: string }[], nextToken: string): number {
  const [offset, id] = readToken(nextToken);
  if (items[offset - 1]?.id === id) return offset;
  const moved = items.findIndex((item) => item.id === id);
  // The last item shown is gone, and with it (usually) one place before the token's.
  return moved >= 0 ? moved + 1 : Math.min(Math.max(offset - 1, 0), items.length);
}

type Place = readonly [offset: number, id: string];

function isPlace(value: unknown): value is Place {
  return Array.isArray(value) && Number.isInteger(value[0]) && typeof value[1] === 'string';
}

function readToken(nextToken: string): Place {
  try {
    const value: unknown = JSON.parse(Buffer.from(nextToken, 'base64url').toString());
    if (isPlace(value)) return value;
  } catch {
    // Not one of ours: refused below, like any other.
  }
  throw new AwsError('InvalidNextToken', `The token '${nextToken}' is not valid.`);
}
