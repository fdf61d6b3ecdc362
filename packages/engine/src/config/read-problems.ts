import type { z } from 'zod';
import { nearestMatch } from '../recipes/problem-sink.ts';
import type { Problem } from './problem.ts';

/** Every issue that zod found, as a person reads it: where, which value, what to write instead. */
export function readProblems(issues: readonly z.core.$ZodIssue[], config: unknown): readonly Problem[] {
  return issues.flatMap((issue) => readIssue(issue, issue.path, config));
}

function readIssue(
  issue: z.core.$ZodIssue,
  path: readonly PropertyKey[],
  config: unknown,
): readonly Problem[] {
  const value = valueAt(config, path);
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(', ');
    return issue.keys.map((key) => unknownField([...path, key], key, known));
  }
  if (issue.code === 'invalid_union' && typeof value === 'object' && value !== null) {
    const inner = issue.errors.at(-1) ?? [];
    return inner.flatMap((nested) => readIssue(nested, [...path, ...nested.path], config));
  }
  const message = value === undefined ? 'is missing' : `${shown(value)} is wrong`;
  return [{ path: written(path), message, fix: issue.message }];
}

function unknownField(path: readonly PropertyKey[], key: string, known: readonly string[]): Problem {
  const nearest = nearestMatch(key, known);
  const fix = nearest === undefined ? `remove it; known are ${known.join(', ')}` : `write ${nearest}`;
  return { path: written(path), message: `unknown field ${key}`, fix };
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );

/** `environments.production.size.min`, `images[0]`. */
function written(path: readonly PropertyKey[]): string {
  return path.reduce<string>((before, key) => {
    if (typeof key === 'number') return `${before}[${key}]`;
    return before === '' ? String(key) : `${before}.${String(key)}`;
  }, '');
}

/** A value of the config as a message may show it: short, and without secrets. */
export function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  // What follows a host may be a secret, as in the address of a Slack channel.
  const json = (JSON.stringify(value) ?? String(value)).replace(
    /(https?:\/\/)(?:[^/"]*@)?([^/"@]*\/)[^"]+/g,
    '$1$2…',
  );
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}
