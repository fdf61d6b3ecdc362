import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConsole } from '../../../../src/machines/lxc/container/console.ts';

let file = '';
beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'imago-console-')), 'console.log');
});
afterEach(() => rm(join(file, '..'), { recursive: true }));

test('a machine that printed nothing yet has an empty console', async () => {
  expect(await readConsole(file)).toBe('');
});

test('at most the last 64 KiB are given', async () => {
  await writeFile(file, `begin${'x'.repeat(65_532)}end`);
  const text = await readConsole(file);
  expect(text).toHaveLength(65_536);
  expect(text.endsWith('xend')).toBe(true);
});

test('what was moved to the older file comes before the rest', async () => {
  await writeFile(`${file}.1`, `${'o'.repeat(70_000)}older `);
  await writeFile(file, 'newer');
  const text = await readConsole(file);
  expect(text).toHaveLength(65_536);
  expect(text.endsWith('older newer')).toBe(true);
});
