/** What was measured within a stretch of time. */
export interface Datapoints {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** How often each value came; nothing where only a summary was put. */
  readonly values: ReadonlyMap<number, number> | undefined;
}

/** Different values of one stretch that are kept exactly; more are rounded, as percentiles are estimates anyway. */
const EXACT_VALUES = 200;

/** The points of single values, each with how often it came. */
export function fromValues(
  start: number,
  values: Iterable<readonly [value: number, count: number]>,
): Datapoints {
  let [count, sum, min, max] = [0, 0, Infinity, -Infinity];
  const counts = new Map<number, number>();
  for (const [value, times] of values) {
    count += times;
    sum += value * times;
    min = Math.min(min, value);
    max = Math.max(max, value);
    counts.set(value, (counts.get(value) ?? 0) + times);
  }
  return { start, count, sum, min, max, values: bounded(counts) };
}

/** Both together, at the start of the first. */
export function merge(a: Datapoints, b: Datapoints): Datapoints {
  return {
    start: a.start,
    count: a.count + b.count,
    sum: a.sum + b.sum,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    values: a.values && b.values && bounded(mergeCounts(a.values, b.values)),
  };
}

function mergeCounts(
  a: ReadonlyMap<number, number>,
  b: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const merged = new Map(a);
  for (const [value, count] of b) merged.set(value, (merged.get(value) ?? 0) + count);
  return merged;
}

function bounded(counts: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  if (counts.size <= EXACT_VALUES) return counts;
  const rounded = new Map<number, number>();
  for (const [value, count] of counts) {
    const near = Number(value.toPrecision(2));
    rounded.set(near, (rounded.get(near) ?? 0) + count);
  }
  return rounded;
}
