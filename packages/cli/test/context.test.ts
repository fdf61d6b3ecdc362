import { expect, test } from 'vitest';
import { printResult } from '../src/context.ts';
import { fakeContext } from './fake-context.ts';

test.each([
  ['the text for people', false, 'two lines', 'two lines\n'],
  ['nothing at all for an empty text', false, '', ''],
  ['one JSON document with --json', true, 'two lines', '{"live":"r1"}\n'],
])('a result is %s', (_what, json, text, printed) => {
  const { context, stdout } = fakeContext({ json });
  printResult(context, text, { live: 'r1' });
  expect(stdout()).toBe(printed);
});
