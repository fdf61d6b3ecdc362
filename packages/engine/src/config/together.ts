import { z } from 'zod';
import type { Duration } from '../model/duration.ts';

/** What is known of a value: parts of it that are wrong by themselves are undefined. */
export type Known<T> = T extends Duration
  ? T
  : T extends readonly (infer Item)[]
    ? readonly (Known<Item> | undefined)[]
    : T extends object
      ? { readonly [Key in keyof T]?: Known<T[Key]> | undefined }
      : T;

type Path = readonly PropertyKey[];

/** What rules say of a value. */
export interface Verdict {
  /** What is wrong where, and what to write instead. */
  readonly refuse: (path: Path, message: string) => void;
  /** Whether it has been refused already, or something in it. */
  readonly wrong: (...path: Path) => boolean;
}

/**
 * Adds rules of an object's parts against one another. They are asked also where parts are wrong by themselves, so that
 * all mistakes are told at once.
 */
export function together<Schema extends z.ZodType>(
  schema: Schema,
  rules: (known: Known<z.output<Schema>>, verdict: Verdict) => void,
): Schema {
  const check = z.check<z.output<Schema>>(({ value, issues }) => {
    if (typeof value !== 'object' || value === null) return;
    const paths = issues.filter(({ code }) => code !== 'unrecognized_keys').map(({ path = [] }) => path);
    rules(without(value, paths) as Known<z.output<Schema>>, {
      refuse: (path, message) => issues.push({ code: 'custom', path: [...path], input: value, message }),
      wrong: (...path) => paths.some((wrong) => path.every((key, index) => wrong[index] === key)),
    });
  });
  // zod's own way to run a check after others have failed
  check._zod.def.when = () => true;
  return schema.check(check);
}

function without(value: unknown, paths: readonly Path[]): unknown {
  if (paths.some(({ length }) => length === 0)) return undefined;
  if (paths.length === 0 || typeof value !== 'object' || value === null) return value;
  const below = (name: string): readonly Path[] =>
    paths.filter(([key]) => String(key) === name).map((path) => path.slice(1));
  if (Array.isArray(value)) return value.map((item, index) => without(item, below(String(index))));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, without(item, below(name))]));
}
