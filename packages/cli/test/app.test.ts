import { readdirSync, readFileSync } from 'node:fs';
import { run, type StricliDynamicCommandContext } from '@stricli/core';
import { describe, expect, test } from 'vitest';
import { buildImago } from '../src/app.ts';
import type { CliContext } from '../src/context.ts';
import { fakeContext } from './fake-context.ts';

async function imago(line: string): Promise<{ out: string; err: string; code: unknown }> {
  const { context, stdout, stderr } = fakeContext();
  // Node has `undefined` where stricli has absence
  const asRun = context as StricliDynamicCommandContext<CliContext>;
  await run(buildImago(context.options), line.split(' '), asRun);
  return { out: stdout(), err: stderr(), code: context.process.exitCode };
}

const commands = [
  'abort',
  'bake',
  'deploy',
  'destroy',
  'doctor',
  'heal',
  'history',
  'images',
  'local',
  'pause',
  'plan',
  'promote',
  'rehearse',
  'restore',
  'resume',
  'rollback',
  'status',
];
const local = ['start', 'stop', 'status', 'reset', 'env', 'logs'];

describe('help', () => {
  test('lists every command with what it does', async () => {
    const { out, code } = await imago('--help');
    for (const name of commands) expect(out).toMatch(new RegExp(`^ +${name} +[A-Z]\\w+`, 'm'));
    expect(code).toBe(0);
  });

  test('knows every file of commands/', () => {
    const files = readdirSync(new URL('../src/commands/', import.meta.url));
    const named = files
      .map((file) => file.replace('.ts', ''))
      .filter((name) => !/^(parameters|local-.*)$/.test(name));
    expect(named.toSorted()).toEqual(commands);
  });

  test('lists every command of the local cloud', async () => {
    const { out } = await imago('local --help');
    for (const name of local) expect(out).toMatch(new RegExp(`^ +${name} +[A-Z]\\w+`, 'm'));
  });

  test('tells the options that every command has', async () => {
    const { out } = await imago('--help');
    for (const name of ['--json', '--quiet', '--verbose', '--no-color', '--yes', '--config FILE'])
      expect(out).toContain(name);
  });

  test.each([...commands, ...local.map((name) => `local ${name}`)])('imago %s --help works', async (name) => {
    const { out, code } = await imago(`${name} --help`);
    expect(out).toContain(`imago ${name}`);
    expect(code).toBe(0);
  });

  test('starts no command: nothing heavy is loaded for it', () => {
    for (const name of [...commands, 'parameters']) {
      const source = readFileSync(new URL(`../src/commands/${name}.ts`, import.meta.url), 'utf8');
      expect(source).not.toMatch(/^import (?!type).*'\.\.\/(runs|local|project)\//m);
    }
  });
});

describe('what is refused', () => {
  test.each([
    ['deplyo', 'deploy'],
    ['roolback production', 'rollback'],
    ['local strat', 'start'],
    ['plan production --detailed-exitcod', '--detailed-exitcode'],
    ['bake --on-error kep', 'keep'],
    ['promot production', 'promote'],
    ['deploy production --strategy blue-gren', 'blue-green'],
    ['plan production --strategy blue-gren', 'blue-green'],
    ['abort production --reson x', '--reason'],
  ])('%s, with the nearest match', async (line, nearest) => {
    const { out, err, code } = await imago(line);
    expect(out).toBe('');
    expect(err).toMatch(/^imago: /);
    expect(err).toContain(nearest);
    expect(code).toBeLessThan(0);
  });

  test.each([
    ['rollback production --to v1', '"v1" is no release: write r12'],
    ['bake --var version', '"version" is no variable: write --var name=value'],
    ['local start --port web', 'web'],
    ['deploy', 'ENV'],
    ['abort', 'ENV'],
    ['status production staging', 'staging'],
  ])('%s', async (line, message) => {
    const { err, code } = await imago(line);
    expect(err).toMatch(/^imago: /);
    expect(err).toContain(message);
    expect(code).toBeLessThan(0);
  });

  test.each([
    ['resume production --override-gate smoke', 'no reason is given for overriding smoke'],
    ['promote production --reason because', 'none is named'],
    ['promote production --break-lock', 'not confirmed: Break the lock of production?'],
  ])('%s, before anything is looked at', async (line, message) => {
    const { err, code } = await imago(line);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});
