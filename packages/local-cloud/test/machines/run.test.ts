import { expect, test } from 'vitest';
import { RunError, run } from '../../src/machines/run.ts';

async function failure(promise: Promise<unknown>): Promise<RunError> {
  const error: unknown = await promise.catch((error: unknown) => error);
  if (error instanceof RunError) return error;
  throw new Error('expected a RunError', { cause: error });
}

test('gives back what the command printed', async () => {
  expect(await run('sh', ['-c', 'echo out; echo err >&2'])).toEqual({
    exitCode: 0,
    stdout: 'out',
    stderr: 'err',
  });
});

test('passes input and environment', async () => {
  const { stdout } = await run('sh', ['-c', 'cat; echo $WHO'], { input: 'hello ', env: { WHO: 'world' } });
  expect(stdout).toBe('hello world');
});

test('a failure says the command, its exit code and its last words', async () => {
  const error = await failure(run('sh', ['-c', 'echo no such thing >&2; exit 3']));
  expect(error.exitCode).toBe(3);
  expect(error.stderrTail).toBe('no such thing');
  expect(error.message).toBe('sh -c echo no such thing >&2; exit 3: exit code 3: no such thing');
});

test('an accepted exit code is no failure', async () => {
  expect((await run('sh', ['-c', 'exit 3'], { accept: [3] })).exitCode).toBe(3);
});

test('a command that does not exist is named', async () => {
  const error = await failure(run('imago-no-such-command', []));
  expect(error.message).toBe('imago-no-such-command: no such command');
});

test('a command is stopped at its deadline', async () => {
  const error = await failure(run('sleep', ['60'], { timeoutMs: 20 }));
  expect(error.message).toBe('sleep 60: took too long and was stopped');
});

test('a command is stopped by its signal', async () => {
  const error = await failure(run('sleep', ['60'], { signal: AbortSignal.abort() }));
  expect(error.message).toBe('sleep 60: was stopped');
});

test('a command killed from outside says by which signal', async () => {
  const error = await failure(run('sh', ['-c', 'kill -TERM $$']));
  expect(error.message).toContain('killed by SIGTERM');
});
