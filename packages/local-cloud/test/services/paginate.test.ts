import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { paginate } from '../../src/services/paginate.ts';

const items = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `id-${index}` }));

test('pages of any size together are the listing', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.integer({ min: 1, max: 20 }), (count, size) => {
      const all = items(count);
      const seen: { id: string }[] = [];
      let token: string | undefined;
      do {
        const { page, nextToken } = paginate(all, size, token);
        expect(page.length).toBeLessThanOrEqual(size);
        seen.push(...page);
        token = nextToken;
      } while (token !== undefined);
      expect(seen).toEqual(all);
    }),
  );
});

test('items that stay are shown exactly once, whatever else is deleted between two pages', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 30 }),
      fc.integer({ min: 1, max: 10 }),
      fc.nat(),
      (count, size, gone) => {
        const all = items(count);
        const first = paginate(all, size, undefined);
        if (first.nextToken === undefined) return;
        const deleted = all[gone % count];
        const left = all.filter((item) => item !== deleted);
        const rest = paginate(left, undefined, first.nextToken);
        const seen = [...first.page, ...rest.page].map(({ id }) => id);
        for (const { id } of left) expect(seen.filter((other) => other === id)).toHaveLength(1);
      },
    ),
  );
});

test('without a page size everything that is left comes, and no token', () => {
  expect(paginate(items(3), undefined, undefined)).toEqual({ page: items(3), nextToken: undefined });
});

test('a token that is none of ours is refused', () => {
  for (const token of ['', 'x', Buffer.from('[1]').toString('base64url')]) {
    expect(() => paginate(items(3), 1, token)).toThrow(/is not valid/);
  }
});
