import { describe, expect, test } from 'vitest';
import { clip } from '../../src/render/screen.ts';

const red = '\u001b[31m';
const plain = '\u001b[39m';

describe('cutting a line', () => {
  test.each([
    ['what fits stays', 'abc', 4, 'abc'],
    ['one column stays free, so that nothing wraps', 'abcd', 4, 'abc'],
    ['colours take no room', `${red}abc${plain}`, 4, `${red}abc${plain}`],
    ['a cut colour is still ended', `a${red}bcdef${plain}gh`, 4, `a${red}bc${plain}`],
    ['nothing is left of what stands behind the cut', `abcdef${red}gh${plain}`, 4, `abc${red}${plain}`],
    ['a terminal without columns shows nothing', 'abc', 0, ''],
  ])('%s', (_rule, line, width, cut) => {
    expect(clip(line, width)).toBe(cut);
  });
});
