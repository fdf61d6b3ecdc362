import { describe, expect, it } from 'vitest';
import { evaluateExpression, parseExpression } from '../../../src/services/cloudwatch/expression.ts';

const DATA: Readonly<Record<string, readonly (number | undefined)[]>> = {
  a: [1, undefined, 4],
  b: [2, 3, 0],
};

const compute = (text: string): readonly (number | undefined)[] =>
  evaluateExpression(parseExpression(text), (id) => DATA[id] ?? [], 3);

it.each([
  ['a', [1, undefined, 4]],
  ['2 + 3 * b', [8, 11, 2]],
  ['(2 + 3) * b', [10, 15, 0]],
  ['a - b - 1', [-2, undefined, 3]],
  ['-b ^ 2', [-4, -9, 0]],
  ['2 ^ 3 ^ 2', [512, 512, 512]],
  ['100 * a / b', [50, undefined, undefined]],
  ['FILL(a, 0) + b', [3, 3, 4]],
  ['FILL(a, REPEAT)', [1, 1, 4]],
])('%s', (text, expected) => {
  expect(compute(text).map((value) => (value === 0 ? 0 : value))).toEqual(expected);
});

describe('what is not computed is named', () => {
  it.each([
    ['SUM(METRICS())', 'the function SUM is not known'],
    ['a +', 'it ends too early'],
    ['a b', '"b" is not expected there'],
    ['(a', '")" is expected instead of "its end"'],
    ['a > 1', '">" is not expected there'],
  ])('%s', (text, problem) => {
    expect(() => parseExpression(text)).toThrow(problem);
  });
});
