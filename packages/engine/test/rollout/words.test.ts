import { expect, test } from 'vitest';
import { summaryOf } from '../../src/rollout/words.ts';

test('a size that is for the time of a replacement is told with the one at its end', () => {
  const atRest = { min: 2, desired: 5, max: 8 };
  const set = { kind: 'set-capacity', release: 'r1', capacity: { ...atRest, desired: 6 } } as const;
  expect(summaryOf({ ...set, atRest })).toBe('set r1 to 6 instances, 5 in the end');
  expect(summaryOf({ ...set, capacity: atRest, atRest })).toBe('set r1 to 5 instances');
  expect(summaryOf(set)).toBe('set r1 to 6 instances');
});
