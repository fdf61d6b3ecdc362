import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeDataDir } from '../../src/daemon/make-data-dir.ts';
import { StartError } from '../../src/daemon/start-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'imago-data-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a folder is made with those above it; one that cannot be is refused by name', () => {
  makeDataDir(join(folder, 'a/b'));
  expect(existsSync(join(folder, 'a/b'))).toBe(true);
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(() => makeDataDir(join(file, 'data'))).toThrow(StartError);
  expect(() => makeDataDir(join(file, 'data'))).toThrow(join(file, 'data'));
});
