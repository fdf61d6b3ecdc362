import { z } from 'zod';
import type { Duration } from '../model/duration.ts';
import { parseDuration } from '../model/duration.ts';

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

/** One of these words. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(
  words: Words,
): z.ZodEnum<z.core.util.ToEnum<Words[number]>> =>
  z.enum(words, { error: `write ${words.map((word) => `'${word}'`).join(' or ')}` });
