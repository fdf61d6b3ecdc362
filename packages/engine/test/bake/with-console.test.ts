import { expect, it } from 'vitest';
import { withConsole } from '../../src/bake/with-console.ts';
import { ImagoError } from '../../src/errors/imago-error.ts';
import type { ImageCloud } from '../../src/ports/image-cloud.ts';

const cloudWith = (consoleOutput: () => Promise<string>): ImageCloud =>
  ({ consoleOutput }) as unknown as ImageCloud;
const unreachable = new ImagoError({
  code: 'ssh-unreachable',
  source: 'cloud',
  message: 'no ssh',
  fix: 'look',
});

it('shows the last lines of the console of an instance that cannot be reached', async () => {
  const output = Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\r\n');
  const error = await withConsole(
    unreachable,
    'i-1',
    cloudWith(async () => output),
  );
  expect(error).toMatchObject({ code: 'ssh-unreachable', fix: 'look' });
  expect(String(error)).toContain('| line 39');
  expect(String(error)).not.toContain('| line 24\n');
});

it('leaves the error as it is when the console is empty or cannot be read', async () => {
  expect(
    await withConsole(
      unreachable,
      'i-1',
      cloudWith(async () => '\n'),
    ),
  ).toBe(unreachable);
  const broken = cloudWith(() => Promise.reject(new Error('no console')));
  expect(await withConsole(unreachable, 'i-1', broken)).toBe(unreachable);
});

it('does not ask for the console when it explains nothing', async () => {
  const scriptFailed = new ImagoError({ code: 'script-failed', source: 'cloud', message: 'exit code 1' });
  const asked = cloudWith(() => Promise.reject(new Error('asked')));
  expect(await withConsole(scriptFailed, 'i-1', asked)).toBe(scriptFailed);
});
