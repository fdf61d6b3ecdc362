import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareKeys } from '../../../src/services/s3/compare-keys.ts';
import { type Listing, listKeys } from '../../../src/services/s3/list-keys.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '\u{1f98b}', '\u{ff5e}'), maxLength: 6 });
const keys = fc
  .uniqueArray(
    text.filter((key) => key !== ''),
    { maxLength: 40 },
  )
  .map((list) => list.sort(compareKeys));

/** The listing as one would explain it: walk all keys, roll up, drop what is not wanted, cut. */
function naive(
  sorted: readonly string[],
  { prefix, delimiter, startAfter, marker, limit }: Listing,
): string[] {
  const items = sorted
    .filter((key) => key.startsWith(prefix) && (startAfter === '' || compareKeys(key, startAfter) > 0))
    .map((key) => {
      const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      return at < 0 ? key : key.slice(0, at + delimiter.length);
    })
    .filter((item) => marker === '' || compareKeys(item, marker) > 0);
  return [...new Set(items)].slice(0, limit);
}

function items(page: {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
}): string[] {
  return [...page.keys, ...page.commonPrefixes].sort(compareKeys);
}

test('lists what a walk over all keys would list', () => {
  fc.assert(
    fc.property(
      keys,
      fc.record({
        prefix: text,
        delimiter: fc.constantFrom('', '/', 'b/', '\u{1f98b}'),
        startAfter: text,
        marker: text,
        limit: fc.integer({ min: 0, max: 10 }),
      }),
      (sorted, listing) => {
        expect(items(listKeys(sorted, listing))).toEqual(naive(sorted, listing).sort(compareKeys));
      },
    ),
  );
});

test('pages together hold every item once, whatever their size', () => {
  fc.assert(
    fc.property(
      keys,
      fc.record({ prefix: text, delimiter: fc.constantFrom('', '/'), limit: fc.integer({ min: 1, max: 5 }) }),
      (sorted, { prefix, delimiter, limit }) => {
        const whole = { prefix, delimiter, startAfter: '', marker: '', limit: 1000 };
        const found: string[] = [];
        for (let marker: string | undefined = ''; marker !== undefined;) {
          const page = listKeys(sorted, { ...whole, limit, marker });
          found.push(...items(page));
          marker = page.next;
        }
        expect(found).toEqual(items(listKeys(sorted, whole)));
      },
    ),
  );
});
