import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareKeys } from '../../../src/services/s3/compare-keys.ts';

test('orders keys as their UTF-8 bytes, also around surrogate pairs', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', '/', 'é', '\u{ff5e}', '\u{e000}', '\u{1f98b}', '\u{10000}'),
  });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});
