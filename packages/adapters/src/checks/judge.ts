import type { CheckSample, Condition } from '@imago/engine';

/** A number with what it is a number of, or why there is none. */
export type Measured =
  | { readonly value: number; /** Such as `p99 of Latency`. */ readonly what: string }
  | { readonly missing: string };

/** Holds a number against what it must be; none at all is a failure. */
export function judge(measured: Measured, { atMost, atLeast }: Condition): CheckSample {
  if ('missing' in measured) return { ok: false, detail: measured.missing };
  const { value, what } = measured;
  const broken =
    atMost !== undefined && value > atMost
      ? `, at most ${atMost} is allowed`
      : atLeast !== undefined && value < atLeast
        ? `, at least ${atLeast} is needed`
        : undefined;
  return {
    ok: broken === undefined,
    value,
    detail: `${what} was ${Number(value.toPrecision(6))}${broken ?? ''}`,
  };
}
