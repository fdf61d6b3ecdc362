import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seconds } from '@imago/engine';
import type { AnalysisGate, CommandGate, Shell, ShellTarget } from '@imago/engine';
import { ask, hookOf, sampling } from './sampler.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'imago-checks-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const gate = (run: string, changes: Partial<CommandGate> = {}): CommandGate => ({
  kind: 'command',
  name: 'smoke',
  at: 'before-shift',
  on: 'here',
  run,
  sampling,
  ...changes,
});

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('a command here', () => {
  test('runs in the project folder and learns of the rollout', async () => {
    const run =
      'printf "%s;" "$PWD" "$IMAGO_PROJECT" "$IMAGO_ENVIRONMENT" "$IMAGO_RELEASE" "$IMAGO_PREVIOUS" "$IMAGO_URL" "$IMAGO_INSTANCES"';
    const instances = [{ id: 'i-1', address: '10.0.0.1' }, { id: 'i-2' }, { id: 'i-3', address: '10.0.0.3' }];
    expect(await ask(gate(run), { directory, instances, url: 'http://lb.test' })).toEqual({
      ok: true,
      detail: `the command ended with status 0: ${directory};shop;production;r2;r1;http://lb.test;10.0.0.1 10.0.0.3;`,
    });
  });

  test('fails with its status and its last lines', async () => {
    const run = 'seq 1 100000; printf "\\033[31mno such table\\033[0m\\n" >&2; exit 3';
    expect(await ask(gate(run))).toEqual({
      ok: false,
      detail: 'the command ended with status 3: 99999 / 100000 / no such table',
    });
  });

  test('that ends by a signal has failed', async () => {
    expect(await ask(hookOf({ kind: 'command', run: 'kill -TERM $$' }))).toEqual({
      ok: false,
      detail: 'the command was ended by signal 15',
    });
  });

  test('is ended with all that it started when its time is over', async () => {
    const file = join(directory, 'pids');
    const run = `(trap '' TERM; sleep 600) & echo $! > ${file}; echo $$ >> ${file}; wait`;
    const slow = { ...sampling, timeout: { milliseconds: 300 } };
    expect(await ask(gate(run, { sampling: slow }))).toEqual({ ok: false, detail: 'no answer within 0.3s' });
    const pids = readFileSync(file, 'utf8').trim().split('\n').map(Number);
    expect(pids).toHaveLength(2);
    await expect.poll(() => pids.filter(alive), { timeout: 5000 }).toEqual([]);
  });

  test('may leave something in the background', async () => {
    const sample = await ask(gate('sleep 5 & echo $! ; exit 0'));
    expect(sample.ok).toBe(true);
    process.kill(Number(/: (\d+)$/.exec(sample.detail)?.[1]));
  });

  test('whose folder is gone fails with a word', async () => {
    const sample = await ask(gate('true'), { directory: join(directory, 'gone') });
    expect(sample).toMatchObject({
      ok: false,
      detail: expect.stringContaining('could not be started') as string,
    });
  });
});

describe('an analysis by script', () => {
  const analysis = (run: string): AnalysisGate => ({
    kind: 'analysis',
    name: 'rate',
    at: 'end',
    measure: { kind: 'script', run },
    success: { atMost: 0.2, atLeast: 0 },
    sampling,
  });

  test.each([
    ['echo measuring; echo 0.1', { ok: true, value: 0.1, detail: 'the script was 0.1' }],
    ['echo 0.4', { ok: false, value: 0.4, detail: 'the script was 0.4, at most 0.2 is allowed' }],
    ['echo -1', { ok: false, value: -1, detail: 'the script was -1, at least 0 is needed' }],
    [
      'echo 0.1; echo done',
      { ok: false, detail: 'the last line that the script printed is no number: "done"' },
    ],
    ['echo 0.1 >&2', { ok: false, detail: 'the script printed nothing; its last line must be a number' }],
    ['echo 0.1; exit 2', { ok: false, detail: 'the script ended with status 2: 0.1' }],
  ])('%s', async (run, sample) => {
    expect(await ask(analysis(run))).toEqual(sample);
  });
});

describe('a command on instances', () => {
  const ssh = { user: 'admin', privateKey: 'keys/shop', port: 2222 };
  const targets: ShellTarget[] = [];
  const commands: string[] = [];
  const shell: Shell = {
    async connect(target) {
      targets.push(target);
      return {
        async run(command, { onOutput }) {
          commands.push(command);
          onOutput?.('stderr', 'warming up\n');
          return { exitCode: target.host === '10.0.0.2' ? 1 : 0 };
        },
        writeFile: () => Promise.resolve(),
        uploadFile: () => Promise.resolve(),
        isDirectory: () => Promise.resolve(false),
        makeDirectory: () => Promise.resolve(),
        close: () => Promise.resolve(),
      };
    },
  };

  test('reaches each with the key of the fleet', async () => {
    const instances = [
      { id: 'i-1', address: '10.0.0.1' },
      { id: 'i-2', address: '10.0.0.2' },
    ];
    const absolute = { ...ssh, privateKey: join(directory, 'key') };
    writeFileSync(absolute.privateKey, 'a key');
    const hook = hookOf({ kind: 'instances', run: './warm-up' }, seconds(5));
    expect(await ask(hook, { instances, ssh: absolute, shell })).toEqual({
      ok: false,
      detail: 'i-2 (10.0.0.2): the command ended with status 1: warming up',
    });
    expect(targets).toMatchObject([
      { host: '10.0.0.1', user: 'admin', port: 2222, privateKey: 'a key' },
      { host: '10.0.0.2' },
    ]);
    expect(commands[0]).toMatch(/^export IMAGO_PROJECT='shop' .*; \.\/warm-up$/);
  });

  test('tells whose output is whose', async () => {
    const instances = [
      { id: 'i-1', address: '10.0.0.1' },
      { id: 'i-3', address: '10.0.0.3' },
    ];
    const absolute = { ...ssh, privateKey: join(directory, 'key') };
    writeFileSync(absolute.privateKey, 'a key');
    const named: Shell = {
      connect: async (target, options) => ({
        ...(await shell.connect(target, options)),
        async run(_command, { onOutput }) {
          onOutput?.('stdout', `web-${target.host}\n`);
          return { exitCode: 0 };
        },
      }),
    };
    const hook = hookOf({ kind: 'instances', run: 'hostname' }, seconds(5));
    expect(await ask(hook, { instances, ssh: absolute, shell: named })).toEqual({
      ok: true,
      detail:
        'i-1 (10.0.0.1): the command ended with status 0: web-10.0.0.1; ' +
        'i-3 (10.0.0.3): the command ended with status 0: web-10.0.0.3',
    });
  });

  test('says what is missing', async () => {
    const instances = [{ id: 'i-1', address: '10.0.0.1' }];
    const onInstances = gate('true', { on: 'instances' });
    expect((await ask(onInstances, { instances })).detail).toMatch(/the fleet has no ssh/);
    expect(await ask(onInstances, { instances, ssh, directory })).toEqual({
      ok: false,
      detail: 'the ssh key keys/shop cannot be read (ENOENT)',
    });
  });
});
