import { compareKeys } from './compare-keys.ts';
import { firstAtOrAfter } from './key-index.ts';

/** Which keys of a bucket to list. */
export interface Listing {
  readonly prefix: string;
  /** Keys with the delimiter after the prefix are rolled up into one common prefix; empty for none. */
  readonly delimiter: string;
  /** ListObjectsV2's `start-after`: only keys after this one; empty for all. */
  readonly startAfter: string;
  /** Where a page before this one ended: only keys and common prefixes after it; empty for all. */
  readonly marker: string;
  /** The most keys and common prefixes together. */
  readonly limit: number;
}

/** A page of a listing. */
export interface KeyPage {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix of the page, when more follows it. */
  readonly next: string | undefined;
}

/** Lists sorted keys as ListObjects and ListObjectsV2 do; jumps over what is rolled up instead of walking it. */
export function listKeys(sorted: readonly string[], listing: Listing): KeyPage {
  const { prefix, delimiter, startAfter, marker, limit } = listing;
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let last = '';
  let index = firstAtOrAfter(sorted, [prefix, startAfter, marker].sort(compareKeys)[2] ?? prefix);
  if (limit === 0) return { keys, commonPrefixes, next: undefined };
  for (;;) {
    const key = sorted[index];
    if (key === undefined || !key.startsWith(prefix)) return { keys, commonPrefixes, next: undefined };
    const rolledUp = rollUp(key, prefix, delimiter);
    if (key === startAfter) {
      index++;
      continue;
    }
    if (marker !== '' && compareKeys(rolledUp ?? key, marker) <= 0) {
      index = rolledUp === undefined ? index + 1 : firstBeyond(sorted, rolledUp, index);
      continue;
    }
    if (keys.length + commonPrefixes.length >= limit) return { keys, commonPrefixes, next: last };
    last = rolledUp ?? key;
    if (rolledUp === undefined) {
      keys.push(key);
      index++;
    } else {
      commonPrefixes.push(rolledUp);
      index = firstBeyond(sorted, rolledUp, index);
    }
  }
}

function rollUp(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** Keys under one prefix are neighbours: a binary search finds where they end. */
function firstBeyond(sorted: readonly string[], prefix: string, from: number): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]?.startsWith(prefix)) low = middle + 1;
    else high = middle;
  }
  return low;
}
