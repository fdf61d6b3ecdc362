import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyFilters } from '../../../src/services/ec2/describe-filters.ts';

interface Thing {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

const find = (names: readonly string[], ...Values: string[]): string[] =>
  applyFilters<Thing>(
    names.map((name) => ({ name, tags: {} })),
    [{ Name: 'name', Values }],
    { name: ({ name }) => name },
  ).map(({ name }) => name);

test('a value without wildcards finds itself only, whatever characters it has', () => {
  const plain = fc.string().filter((text) => !/[*?\\]/.test(text));
  fc.assert(
    fc.property(plain, plain, (a, b) => {
      expect(find([a, b], a)).toEqual([a, b].filter((name) => name === a));
    }),
  );
});

test('a value with its wildcards escaped finds itself only', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const pattern = a.replace(/[*?\\]/g, String.raw`\$&`);
      expect(find([a, b], pattern)).toEqual([a, b].filter((name) => name === a));
    }),
  );
});

test('a star stands for any text, a question mark for any one character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme-ascii' }),
      fc.string({ unit: 'grapheme-ascii' }),
      (head, tail) => {
        const escaped = (text: string): string => text.replace(/[*?\\]/g, String.raw`\$&`);
        expect(find([head + tail], `${escaped(head)}*`)).toHaveLength(1);
        expect(find([head + tail], `*${escaped(tail)}`)).toHaveLength(1);
        expect(find([`${head}x${tail}`, head + tail], `${escaped(head)}?${escaped(tail)}`)).toContain(
          `${head}x${tail}`,
        );
      },
    ),
  );
  expect(find(['a.b', 'axb', 'a\nb'], 'a.b')).toEqual(['a.b']);
  expect(find(['a\nb'], 'a?b')).toEqual(['a\nb']);
});

test('a tag filter of a key that every object has finds no thing without that tag', () => {
  const things: Thing[] = [
    { name: 'a', tags: { constructor: 'x' } },
    { name: 'b', tags: {} },
  ];
  const found = applyFilters(things, [{ Name: 'tag:constructor', Values: ['*'] }], {});
  expect(found.map(({ name }) => name)).toEqual(['a']);
});

test('a filter without values, and one that does not exist, are refused', () => {
  expect(() => applyFilters<Thing>([], [{ Name: 'name', Values: [] }], { name: ({ name }) => name })).toThrow(
    /has no values/,
  );
  expect(() => applyFilters<Thing>([], [{ Name: 'toString', Values: ['x'] }], {})).toThrow(
    /'toString' is invalid/,
  );
});
