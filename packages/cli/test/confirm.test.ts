import { describe, expect, test } from 'vitest';
import { confirm } from '../src/confirm.ts';
import { fakeContext } from './fake-context.ts';

describe('confirmation', () => {
  test('is refused without a terminal, with the question and the way to answer it', async () => {
    const { context, stdout, stderr } = fakeContext();
    await expect(confirm(context, 'Remove everything?')).rejects.toMatchObject({
      code: 'not-confirmed',
      source: 'user',
      message: 'not confirmed: Remove everything?',
      fix: 'answer with --yes',
    });
    expect(stdout() + stderr()).toBe('');
  });

  test('is given by --yes', async () => {
    await expect(confirm(fakeContext({ yes: true }).context, 'Remove everything?')).resolves.toBeUndefined();
  });
});
