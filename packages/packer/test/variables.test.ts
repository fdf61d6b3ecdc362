import { describe, expect, it } from 'vitest';
import { builder, problemsOf, read } from './read.ts';

const name = (variables: object, extra: Parameters<typeof read>[1] = {}): string | undefined =>
  read({ variables, builders: [{ ...builder, ami_name: 'app {{user `a`}}' }] }, extra).builder.imageName;

describe('user variables', () => {
  it('have defaults, which files override, which --var overrides', () => {
    const varFiles = [
      { fileName: 'one.json', text: '{"a": "first"}' },
      { fileName: 'two.json', text: '{"a": "second"}' },
    ];
    expect(name({ a: 'default' })).toBe('app default');
    expect(name({ a: 'default' }, { varFiles })).toBe('app second');
    expect(name({ a: 'default' }, { varFiles, vars: { a: 'given' } })).toBe('app given');
  });

  it('may be set without being declared', () => {
    expect(name({}, { vars: { a: 'given' } })).toBe('app given');
  });

  it('read the environment, and each other in any order', () => {
    expect(name({ a: '{{user `b`}}-x', b: '{{env `BUILD_HOST`}}' })).toBe('app ci-7-x');
    expect(name({ a: '{{env `NOT_SET`}}x' })).toBe('app x');
  });

  it('take numbers and booleans as texts', () => {
    expect(name({ a: 1.5 })).toBe('app 1.5');
    expect(name({ a: true })).toBe('app true');
  });

  it('are required when their default is null, and all that are missing are told once', () => {
    const problems = problemsOf({
      variables: { a: null, b: null },
      builders: [{ ...builder, source_ami: '{{user `a`}}' }],
    });
    expect(problems).toEqual([
      'app.json:3:5: variables.a: required variable is not set; write --var a=VALUE',
      'app.json:4:5: variables.b: required variable is not set; write --var b=VALUE',
    ]);
  });

  it('may not refer to themselves or to what is not set', () => {
    expect(
      problemsOf({ variables: { a: '{{user `b`}}', b: '{{user `a`}}' }, builders: [builder] }).join(),
    ).toContain('refers to itself');
    expect(problemsOf({ variables: { a: '{{user `b`}}' }, builders: [builder] }).join()).toContain(
      'the variable b is used but not set',
    );
  });

  it('hold texts only, and a broken variable file is told with its place', () => {
    expect(problemsOf({ variables: { a: ['x'] }, builders: [builder] })[0]).toContain(
      'a variable holds a text, not an array',
    );
    const varFiles = [{ fileName: 'vars.json', text: '{\n  "a": oops\n}' }];
    expect(problemsOf({ builders: [builder] }, { varFiles })[0]).toMatch(/^vars\.json:2:8: malformed JSON/);
  });

  it('that are sensitive are secrets of the recipe', () => {
    const template = {
      variables: { pw: 'hunter2', none: '' },
      'sensitive-variables': ['pw', 'none'],
      builders: [builder],
    };
    expect(read(template).secrets).toEqual(['hunter2']);
  });
});
