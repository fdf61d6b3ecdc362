import { milliseconds } from '@imago/engine';
import { expect, test } from 'vitest';
import { took } from '../../src/render/took.ts';

test.each([
  [0, ''],
  [49, ''],
  [50, ' (0.1s)'],
  [1240, ' (1.2s)'],
  [125_000, ' (2m 5s)'],
])('what took %i ms is followed by %j', (value, text) => {
  expect(took(milliseconds(value))).toBe(text);
});
