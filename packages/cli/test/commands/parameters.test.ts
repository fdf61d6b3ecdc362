import { ImagoError } from '@imago/engine';
import { describe, expect, test } from 'vitest';
import { parseVariable } from '../../src/commands/parameters.ts';

describe('--var', () => {
  test.each([
    ['version=2', 'version', '2'],
    ['greeting=', 'greeting', ''],
    ['query=a=b=c', 'query', 'a=b=c'],
    ['text= two words ', 'text', ' two words '],
    ['__proto__=x', '__proto__', 'x'],
  ])('reads %s', (text, name, value) => {
    expect(parseVariable(text)).toEqual({ name, value });
  });

  test.each(['version', '=2', ''])('refuses %j and says what to write', (text) => {
    const refuse = (): unknown => parseVariable(text);
    expect(refuse).toThrow(ImagoError);
    expect(refuse).toThrow(`${JSON.stringify(text)} is no variable: write --var name=value`);
  });
});
