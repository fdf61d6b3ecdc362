import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { milliseconds, seconds } from '@imago/engine';
import type { Duration, TestSettings } from '@imago/engine';
import { tether } from '../../src/checks/run-here.ts';
import { runIn, testOf } from './stand.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'imago-tests-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const command = (run: string, timeout?: Duration): TestSettings => testOf({ kind: 'command', run }, timeout);

/** Resolves when the command has written something to this file. */
function made(name: string): Promise<string> {
  const path = join(directory, name);
  return new Promise((resolve) => {
    const seen = (): void => {
      const text = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
      if (text === '') return;
      watcher.close();
      resolve(text);
    };
    const watcher = watch(directory, seen);
    seen();
  });
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('a test that is a command', () => {
  test('runs in the project folder and learns of the environment', async () => {
    const run =
      'printf "%s;" "$PWD" "$IMAGO_PROJECT" "$IMAGO_ENVIRONMENT" "$IMAGO_RELEASE" "$IMAGO_PREVIOUS" "$IMAGO_MOMENT" "$IMAGO_URL" "$IMAGO_MEMBERS" "$IMAGO_ADDRESSES"';
    const members = [
      { name: 'etcd-1', address: '10.0.0.4' },
      { name: 'etcd-2', address: '10.0.0.5' },
    ];
    const { passed, detail } = await runIn(directory, command(run), { members, url: 'http://lb.test' });
    expect(passed).toBe(true);
    expect(detail).toBe(
      `${directory};shop;production;r2;r1;after;http://lb.test;etcd-1=10.0.0.4 etcd-2=10.0.0.5;10.0.0.4 10.0.0.5;`,
    );
    const fleet = await runIn(directory, command('echo "$IMAGO_ADDRESSES"'), { instances: ['10.0.0.9'] });
    expect(fleet.detail).toBe('10.0.0.9');
  });

  test('fails with its status and the last lines that it wrote', async () => {
    const verdict = await runIn(directory, command('seq 1 100; echo "no such table" >&2; exit 3'));
    expect(verdict).toMatchObject({
      name: 'orders',
      passed: false,
      detail: 'the command ended with status 3: 99 / 100 / no such table',
    });
    expect(verdict.output).toHaveLength(20);
    expect(verdict.output.at(-1)).toBe('no such table');
  });

  test('fails when its time is over, and nothing is left of it', async () => {
    const run = 'sleep 300 & echo $! > child; echo "still asking"; wait';
    const verdict = await runIn(directory, command(run, milliseconds(400)));
    expect(verdict).toMatchObject({
      passed: false,
      detail: 'it was not done within 0.4s: still asking',
      output: ['still asking'],
    });
    const child = Number(await made('child'));
    await expect.poll(() => alive(child), { timeout: 8000 }).toBe(false);
  });

  test('leaves nothing behind in the background', async () => {
    const { passed } = await runIn(directory, command('sleep 300 & echo $! > child'));
    expect(passed).toBe(true);
    const child = Number(await made('child'));
    await expect.poll(() => alive(child), { timeout: 8000 }).toBe(false);
  });

  test('may wait for all that it has started', async () => {
    const { passed, detail } = await runIn(directory, command('sleep 0.1 & sleep 0.2 & wait; echo both'));
    expect({ passed, detail }).toEqual({ passed: true, detail: 'both' });
  });

  test('ends with whoever runs it, even if that is killed', async () => {
    const run = `${tether}echo $$ > shell; sleep 300`;
    const options = { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] };
    const runner = `require('node:child_process').spawn('/bin/sh', ['-c', ${JSON.stringify(run)}], ${JSON.stringify(options)})`;
    const program = spawn(process.execPath, ['-e', runner], { cwd: directory });
    const pid = Number(await made('shell'));
    program.kill('SIGKILL');
    await expect.poll(() => alive(pid), { timeout: 8000 }).toBe(false);
  });

  test('is ended when it is aborted, and says nothing more', async () => {
    const abort = new AbortController();
    const running = runIn(directory, command('echo $$ > shell; sleep 300'), {}, { abort: abort.signal });
    const pid = Number(await made('shell'));
    abort.abort(new Error('no longer asked for'));
    await expect(running).rejects.toThrow('no longer asked for');
    await expect.poll(() => alive(pid), { timeout: 8000 }).toBe(false);
  });
});

describe('a command during an upgrade', () => {
  test('says how it went when it is asked to end', async () => {
    const run = 'trap "echo 12 written, 12 read; exit 0" TERM; echo up > ready; while :; do sleep 0.05; done';
    const stop = new AbortController();
    const running = runIn(directory, command(run), {}, { stop: stop.signal });
    await made('ready');
    stop.abort();
    expect(await running).toMatchObject({ passed: true, detail: '12 written, 12 read' });
  });

  test('fails when it says so, also as a program in the middle of a shell', async () => {
    const program =
      'trap "echo 1 write was lost; exit 7" TERM; echo up > ready; while :; do sleep 0.05; done';
    const stop = new AbortController();
    const running = runIn(
      directory,
      command(`cd . && sh -c '${program}'; exit $?`),
      {},
      { stop: stop.signal },
    );
    await made('ready');
    stop.abort();
    expect(await running).toMatchObject({
      passed: false,
      detail: expect.stringMatching(/^the command ended with status 7: .*1 write was lost$/),
    });
  });

  test('that knows no answer to being asked has found nothing wrong until then', async () => {
    const stop = new AbortController();
    const running = runIn(
      directory,
      command('echo up > ready; while :; do sleep 0.05; done'),
      {},
      { stop: stop.signal },
    );
    await made('ready');
    stop.abort();
    expect(await running).toMatchObject({ passed: true });
  });

  test('fails at once when it ends by itself with another status', async () => {
    const verdict = await runIn(directory, command('exit 1'), {}, { stop: new AbortController().signal });
    expect(verdict).toMatchObject({ passed: false, detail: 'the command ended with status 1' });
  });

  test('fails when it does not end in its time after it was asked to', async () => {
    const stop = new AbortController();
    const running = runIn(
      directory,
      command('trap "" TERM; echo $$ > shell; while :; do sleep 0.05; done', milliseconds(300)),
      {},
      { stop: stop.signal },
    );
    const pid = Number(await made('shell'));
    stop.abort();
    expect(await running).toMatchObject({
      passed: false,
      detail: 'it did not end within 0.3s after it was asked to',
    });
    await expect.poll(() => alive(pid), { timeout: 8000 }).toBe(false);
  });

  test('may take longer than its time until it is asked', async () => {
    const stop = new AbortController();
    const running = runIn(
      directory,
      command('sleep 1.2; echo done > slept; while :; do sleep 0.05; done', seconds(1)),
      {},
      { stop: stop.signal },
    );
    await made('slept');
    stop.abort();
    expect(await running).toMatchObject({ passed: true });
  });

  test('of a rollout that has come to its end already is asked as it starts', async () => {
    const verdict = await runIn(
      directory,
      command('sleep 300', seconds(5)),
      {},
      { stop: AbortSignal.abort(new Error('at its end')) },
    );
    expect(verdict.passed).toBe(true);
  });
});
