import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seconds } from '@imago/engine';
import type { TestSettings } from '@imago/engine';
import { runIn, testOf } from './stand.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'imago-vitest-'));
  mkdirSync(join(directory, 'node_modules'));
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const installed = dirname(createRequire(import.meta.url).resolve('vitest/package.json'));
const install = (): void => symlinkSync(installed, join(directory, 'node_modules', 'vitest'));
const vitest = (...files: string[]): TestSettings => testOf({ kind: 'vitest', files }, seconds(60));
const write = (name: string, ...lines: string[]): void =>
  writeFileSync(join(directory, name), ["import { expect, test } from 'vitest';", ...lines, ''].join('\n'));

test('a test of vitest files says that the project must have vitest', async () => {
  write('orders.test.ts');
  const { passed, detail } = await runIn(directory, vitest('orders.test.ts'));
  expect(passed).toBe(false);
  expect(detail).toBe(
    `vitest is not installed in the project ${directory}: install it there with \`npm install --save-dev vitest\``,
  );
});

test('a test of vitest files says which file there is not', async () => {
  install();
  expect(await runIn(directory, vitest('order.test.ts'))).toMatchObject({
    passed: false,
    detail: `there is no file order.test.ts: write paths from ${directory}`,
  });
});

test('a test of vitest files runs these and no others, with the addresses of the environment', async () => {
  install();
  write(
    'orders.test.ts',
    "test('are kept', () => expect(process.env.IMAGO_ADDRESSES).toBe('10.0.0.9'));",
    "test('of the release', () => expect(process.env.IMAGO_RELEASE).toBe('r2'));",
  );
  write('other.test.ts', "test('is not run', () => expect(1).toBe(2));");
  expect(await runIn(directory, vitest('orders.test.ts'), { instances: ['10.0.0.9'] })).toMatchObject({
    passed: true,
    detail: '2 of 2 tests passed',
  });
}, 60_000);

test('a test of vitest files tells what failed', async () => {
  install();
  write('orders.test.ts', "test('are kept', () => expect(3).toBe(4));", "test('are fast', () => {});");
  const { passed, detail, output } = await runIn(directory, vitest('orders.test.ts'));
  expect(passed).toBe(false);
  expect(detail).toBe(
    '1 of 2 tests passed; are kept: AssertionError: expected 3 to be 4 // Object.is equality',
  );
  expect(output.join('\n')).toContain('orders.test.ts');
}, 60_000);

test('a test of vitest files is run again and again during an upgrade, and the last run ends', async () => {
  install();
  write('orders.test.ts', "test('are kept', () => {});");
  const stop = AbortSignal.abort(new Error('at its end'));
  expect(await runIn(directory, vitest('orders.test.ts'), {}, { stop })).toMatchObject({
    passed: true,
    detail: '1 of 1 test passed',
  });
}, 60_000);
