import { CloudError, ImagoError } from '@imago/engine';
import { describe, expect, test } from 'vitest';
import { exitCode, exitCodeOf, Interrupted, isInterruption } from '../src/exit-code.ts';

const abortError = new DOMException('This operation was aborted', 'AbortError');

describe('exit status', () => {
  test.each([
    ["the user's mistake", new ImagoError({ code: 'x', source: 'user', message: 'm' }), 2],
    ['a refusal of the cloud', new CloudError('denied', 'AccessDenied', 'm'), 1],
    ['a defect of ours', new ImagoError({ code: 'x', source: 'internal', message: 'm' }), 1],
    ['an error nobody foresaw', new Error('m'), 1],
    ['something that is no error', 'm', 1],
    ['Ctrl-C', new Interrupted('SIGINT'), 130],
    ["the SDK's word for an aborted request", abortError, 130],
  ])('%s', (_what, error, status) => {
    expect(exitCodeOf(error)).toBe(status);
  });

  test('the numbers are what scripts rely on', () => {
    expect(exitCode).toEqual({
      done: 0,
      failed: 1,
      userMistake: 2,
      waitingForPerson: 3,
      locked: 4,
      interrupted: 130,
    });
  });

  test('an interruption says which signal it was', () => {
    expect(new Interrupted('SIGTERM').message).toBe('interrupted by SIGTERM');
    expect(isInterruption(new Error('interrupted'))).toBe(false);
  });
});
