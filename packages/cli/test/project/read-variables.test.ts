import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readVariables } from '../../src/project/read-variables.ts';
import { folderWith } from '../folder.ts';

describe('template variables', () => {
  test('are none without options', () => {
    expect(readVariables({})).toEqual({ vars: {}, varFiles: [] });
  });

  test('take the last value of a name', () => {
    const given = ['1', '2'].map((value) => ({ name: 'version', value }));
    expect(readVariables({ var: given }).vars).toEqual({ version: '2' });
  });

  test('come with the text of their files, in order', () => {
    const folder = folderWith({ 'a.json': '{"a":1}', 'b.json': '{}' });
    const varFile = [join(folder, 'b.json'), join(folder, 'a.json')];
    expect(readVariables({ varFile }).varFiles).toEqual([
      { fileName: varFile[0], text: '{}' },
      { fileName: varFile[1], text: '{"a":1}' },
    ]);
  });

  test.each([
    ['none.json', 'does not exist'],
    ['sub', 'cannot be read'],
  ])('refuse the file %s, which %s', (name, reason) => {
    const file = join(folderWith({ 'sub/x.txt': '' }), name);
    expect(() => readVariables({ varFile: [file] })).toThrow(
      expect.objectContaining({ source: 'user', message: `the variable file ${file} ${reason}` }) as Error,
    );
  });
});
