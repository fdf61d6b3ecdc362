import { z } from 'zod';
import type { Duration } from '../model/duration.ts';
import { parseDuration } from '../model/duration.ts';
import { together } from './together.ts';

/** An object with these fields and no other. Its error text lists the known fields, for the nearest match. */
export const fields = <Shape extends z.core.$ZodShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> =>
  z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : 'write an object, { … }',
  });

const isDuration = (value: unknown): value is Duration =>
  typeof value === 'object' &&
  value !== null &&
  'milliseconds' in value &&
  typeof value.milliseconds === 'number';

/** A length of time, as text or as a `Duration`, within AWS's limits where it has any. */
export function duration(limits: {
  readonly atLeast?: number;
  readonly atMost?: number;
}): z.ZodType<Duration> {
  const { atLeast = 0, atMost = 7 * 24 * 3600 } = limits;
  return z.unknown().transform((value, context): Duration => {
    const read = typeof value === 'string' ? parseDuration(value) : isDuration(value) ? value : undefined;
    const seconds = (read?.milliseconds ?? -1) / 1000;
    if (read !== undefined && seconds >= atLeast && seconds <= atMost) return read;
    const fix =
      read === undefined
        ? "write it like '90s', '5m' or '1h30m'"
        : `write a time from ${atLeast}s to ${atMost}s`;
    context.addIssue({ code: 'custom', message: fix, input: value });
    return z.NEVER;
  });
}

/** A whole number from `min` to `max`. */
export function whole(min: number, max: number, example: number): z.ZodNumber {
  const error = `write a whole number from ${min} to ${max}, such as ${example}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** Text of a form; `fix` says which. */
export const text = (pattern: RegExp, fix: string): z.ZodString =>
  z.string({ error: fix }).regex(pattern, { error: fix });

/** The name of an environment variable. */
export const variable = (example: string): z.ZodString =>
  text(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    `write the name of an environment variable, such as '${example}': the value itself is a secret`,
  );

/** The path of a request. */
export const path: z.ZodString = text(
  /^\/[\x21-\x7e]*$/,
  "write a path that starts with a slash, such as '/healthz'",
);

/** One of these words. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(
  words: Words,
): z.ZodEnum<z.core.util.ToEnum<Words[number]>> =>
  z.enum(words, { error: `write ${words.map((word) => `'${word}'`).join(' or ')}` });

/** Text that is not empty; `fix` says what to write. */
export const nonEmpty = (fix: string): z.ZodString => z.string({ error: fix }).min(1, { error: fix });

/** Yes or no. */
export const truth: z.ZodBoolean = z.boolean({ error: 'write true or false' });

/** A share, 0 to 1. */
export const share: z.ZodNumber = z
  .number({ error: 'write a number from 0 to 1, such as 0.01' })
  .min(0, { error: 'write a number from 0 to 1, such as 0.01' })
  .max(1, { error: 'write a number from 0 to 1, such as 0.01' });

/** HTTP status codes as Elastic Load Balancing writes them. */
export const statusCodes: z.ZodString = text(
  /^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/,
  "write status codes, such as '200' or '200-299'",
);

/** A list of numbers, each greater than the one before. */
export function growing(item: z.ZodNumber, fix: string): z.ZodArray<z.ZodNumber> {
  return together(z.array(item, { error: fix }), (numbers, { refuse }) => {
    for (const [index, value] of numbers.entries()) {
      const before = numbers[index - 1];
      if (before === undefined || value === undefined || value > before) continue;
      refuse([index], `write more than ${before}, which comes before it`);
    }
  });
}

/** One of several forms, told apart by `kind`; what is wrong is told of the form that was meant. */
export function byKind<T>(forms: Readonly<Record<string, z.ZodType<T>>>, fix: string): z.ZodType<T> {
  return z.unknown().transform((value, context): T => {
    const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
    const form = typeof kind === 'string' && Object.hasOwn(forms, kind) ? forms[kind] : undefined;
    const parsed = form?._zod.run({ value, issues: [] }, { async: false });
    if (parsed === undefined || parsed instanceof Promise) {
      context.addIssue({ code: 'custom', message: fix, input: value });
      return z.NEVER;
    }
    context.issues.push(...parsed.issues);
    // Also where parts of it are wrong: rules on the whole look at the others.
    return parsed.value as T;
  });
}

/** Something that belongs elsewhere; `fix` says where. */
export const misplaced = (fix: string): z.ZodNever => z.never({ error: fix });
