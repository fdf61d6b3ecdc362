import { expect, test } from 'vitest';
import { refuseForeignFolder } from '../../src/local/reset.ts';
import { folderWith } from '../folder.ts';

test.each([
  ['a cloud that was started', { 'settings.json': '{}', 'log/daemon.log': '' }],
  ['an empty folder', {}],
])('%s may be wiped', (_what, files) => {
  expect(() => refuseForeignFolder(folderWith(files))).not.toThrow();
});

test('a folder with other things is left alone', () => {
  const folder = folderWith({ 'thesis.tex': '' });
  expect(() => refuseForeignFolder(folder)).toThrow(`${folder} holds other things than a local cloud`);
});
