import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeCidrs } from '../../../../src/machines/lxc/network/merge-cidrs.ts';

test('a block within another is dropped', () => {
  expect(mergeCidrs(['10.1.2.3/32', '10.1.0.0/16', '10.2.0.0/16', '10.1.0.0/16'])).toEqual([
    '10.1.0.0/16',
    '10.2.0.0/16',
  ]);
  expect(mergeCidrs(['10.0.0.0/8', '0.0.0.0/0'])).toEqual(['0.0.0.0/0']);
});

test('bits beyond the length are cleared, an address alone is a block of one', () => {
  expect(mergeCidrs(['10.1.2.3/24', '10.9.9.9'])).toEqual(['10.1.2.0/24', '10.9.9.9/32']);
});

test('what is not IPv4 is left out', () => {
  expect(mergeCidrs(['::/0', 'fd00::/8', 'nonsense', '10.0.0.0/33'])).toEqual([]);
});

test('no block that comes out lies within another, and every one that goes in is covered', () => {
  const cidr = fc
    .tuple(fc.nat(3), fc.nat(255), fc.integer({ min: 6, max: 32 }))
    .map(([second, last, length]) => `10.${second}.0.${last}/${length}`);
  fc.assert(
    fc.property(fc.array(cidr, { maxLength: 12 }), (cidrs) => {
      const merged = mergeCidrs(cidrs);
      expect(mergeCidrs(merged)).toEqual(merged);
      for (const block of cidrs) expect(mergeCidrs([...merged, block])).toEqual(merged);
    }),
  );
});
