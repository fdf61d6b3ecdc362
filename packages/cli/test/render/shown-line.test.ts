import { expect, test } from 'vitest';
import { shownLine } from '../../src/render/shown-line.ts';

test.each([
  ['stays as it is', '  two words', '  two words'],
  ['loses its colours', '[\u001b[0;32m  OK  \u001b[0m] Started', '[  OK  ] Started'],
  ['moves no cursor', '\u001b[2K\u001b[1Adone', 'done'],
  ['shows the last state of a progress bar', '10%\r50%\r100%', '100%'],
  ['does not mind how it ends', 'done\r', 'done'],
])('a line of output %s', (_rule, line, shown) => {
  expect(shownLine(line)).toBe(shown);
});
