import { ImagoError } from '@imago/engine';
import { describe, expect, test } from 'vitest';
import { Interrupted } from '../../src/exit-code.ts';
import { errorText } from '../../src/render/error-text.ts';

const quiet = { verbose: false };
const verbose = { verbose: true };

describe('error text', () => {
  test('says what is wrong, and below it what to do, line by line', () => {
    const error = new ImagoError({ code: 'x', source: 'user', message: 'no region is set', fix: 'one\ntwo' });
    expect(errorText(error, quiet)).toBe('imago: no region is set\n  one\n  two');
  });

  test('calls a defect a defect', () => {
    const error = new ImagoError({ code: 'x', source: 'internal', message: 'no side' });
    expect(errorText(error, quiet)).toContain('this is a defect of Imago');
  });

  test('tells with --verbose where it happened and what caused it', () => {
    const cause = new Error('socket closed');
    const text = errorText(
      new ImagoError({ code: 'x', source: 'cloud', message: 'no answer', cause }),
      verbose,
    );
    expect(text).toContain('error-text.test.ts');
    expect(text).toContain('caused by Error: socket closed');
  });

  test('asks for --verbose where an error was not foreseen', () => {
    expect(errorText(new TypeError('x is undefined'), quiet)).toBe(
      'imago: x is undefined\n  run again with --verbose for where it happened',
    );
    expect(errorText(new TypeError('x is undefined'), verbose)).not.toContain('run again');
  });

  test('says no more than that it was interrupted: the run itself said what it put back', () => {
    expect(errorText(new Interrupted('SIGINT'), quiet)).toBe('imago: interrupted');
  });

  test('shows what was thrown even where that is no error', () => {
    expect(errorText('out of luck', quiet)).toBe('imago: out of luck');
  });
});
