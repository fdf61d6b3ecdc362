import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findConfig } from '../../src/project/find-config.ts';
import { folderWith } from '../folder.ts';

const name = 'imago.config.ts';

describe('the config', () => {
  test.each(['', 'a', 'a/b'])('is found from the folder %j on upwards', (below) => {
    const folder = folderWith({ [name]: '', 'a/b/x.txt': '' });
    expect(findConfig(undefined, join(folder, below))).toBe(join(folder, name));
  });

  test('is the nearest of several', () => {
    const folder = folderWith({ [name]: '', [`a/${name}`]: '', 'a/b/x.txt': '' });
    expect(findConfig(undefined, join(folder, 'a/b'))).toBe(join(folder, 'a', name));
  });

  test('that was given counts, relative to here', () => {
    const folder = folderWith({ [name]: '', 'other.ts': '' });
    expect(findConfig('other.ts', folder)).toBe(join(folder, 'other.ts'));
    expect(findConfig(join(folder, 'other.ts'), '/')).toBe(join(folder, 'other.ts'));
  });

  test.each(['none.ts', 'a'])('that was given must be a file: %s', (given) => {
    const folder = folderWith({ 'a/x.txt': '' });
    expect(() => findConfig(given, folder)).toThrow(`there is no config at ${join(folder, given)}`);
  });

  test('that is a folder of that name is passed over', () => {
    const folder = folderWith({ [name]: '', [`a/${name}/x.txt`]: '' });
    expect(findConfig(undefined, join(folder, 'a'))).toBe(join(folder, name));
  });

  test('that is nowhere is told with where it was looked for, and what to do', () => {
    const folder = folderWith();
    expect(() => findConfig(undefined, folder)).toThrow(
      expect.objectContaining({
        source: 'user',
        message: `there is no ${name} in ${folder} or above it`,
        fix: 'run this in a project, or name the config with --config FILE',
      }) as Error,
    );
  });
});
