import { describe, expect, test } from 'vitest';
import { splitGlobalOptions } from '../src/global-options.ts';

const split = (line: string, env: Record<string, string> = {}) =>
  splitGlobalOptions(line === '' ? [] : line.split(' '), env);

describe('global options', () => {
  test.each([
    ['--json status production', 'json'],
    ['status --quiet production', 'quiet'],
    ['status production --verbose', 'verbose'],
    ['local stop --yes', 'yes'],
  ] as const)('are understood wherever they stand: %s', (line, name) => {
    const { options, rest } = split(line);
    expect(options[name]).toBe(true);
    expect(rest).toEqual(line.split(' ').filter((word) => !word.startsWith('--')));
  });

  test('are all off, with colours, when none is given', () => {
    expect(split('').options).toEqual({
      json: false,
      quiet: false,
      verbose: false,
      color: true,
      yes: false,
      configFile: undefined,
    });
  });

  test.each([
    '--config shop.ts plan production',
    'plan --config=shop.ts production',
    'plan production --config shop.ts',
  ])('take the config with and without an equals sign: %s', (line) => {
    const { options, rest } = split(line);
    expect(options.configFile).toBe('shop.ts');
    expect(rest).toEqual(['plan', 'production']);
  });

  test('take the last of several configs', () => {
    expect(split('--config a.ts plan --config b.ts').options.configFile).toBe('b.ts');
  });

  test('leave a --config without a file to the command, which refuses it', () => {
    const { options, rest } = split('plan --config');
    expect(options.configFile).toBeUndefined();
    expect(rest).toEqual(['plan', '--config']);
  });

  test('leave a switch with a value to the command, which refuses it', () => {
    const { options, rest } = split('plan --json=yes');
    expect(options.json).toBe(false);
    expect(rest).toEqual(['plan', '--json=yes']);
  });

  test('end at --, which stays with all that follows', () => {
    const { options, rest } = split('bake --json -- --quiet --config x');
    expect(options).toMatchObject({ json: true, quiet: false, configFile: undefined });
    expect(rest).toEqual(['bake', '--', '--quiet', '--config', 'x']);
  });

  test.each(['deploy production --tag=--json', 'bake --var=--yes=1', 'bake --var k=--quiet'])(
    'are not looked for inside values: %s',
    (line) => {
      const { options, rest } = split(line);
      expect(options).toMatchObject({ json: false, quiet: false, yes: false });
      expect(rest).toEqual(line.split(' '));
    },
  );

  test("leave the command's own options and short ones as they are", () => {
    const line = 'local logs -f -n 5 --data-dir /srv/x --no-bake';
    expect(split(line).rest).toEqual(line.split(' '));
  });

  test.each([
    ['plan --no-color', {}, false],
    ['plan', { NO_COLOR: '1' }, false],
    ['plan', { NO_COLOR: '' }, true],
  ] as const)('colours: %s with %o is %s', (line, env, color) => {
    expect(split(line, env).options.color).toBe(color);
  });
});
