import { type Datapoints, merge } from './datapoints.ts';

/** The data of one metric in one unit, in order of time. */
export interface Series {
  /** `resolution`: milliseconds that are kept as one. */
  put(points: Datapoints, resolution: number): void;
  /** Those that start at `from` or later, and before `to`. */
  between(from: number, to: number): readonly Datapoints[];
  lastAt(): number;
  size(): number;
  trim(now: number): void;
}

const MINUTE = 60_000;

/** How long data are kept at all, and how long in seconds rather than in minutes. */
const KEPT = 3 * 60 * MINUTE;
const KEPT_FINE = 30 * MINUTE;

/** Makes an empty series. */
export function createSeries(): Series {
  let points: Datapoints[] = [];

  /** The first place whose points start at `time` or later; most that is put or asked for is at the end. */
  function placeOf(time: number): number {
    let place = points.length;
    while (place > 0 && (points[place - 1]?.start ?? 0) >= time) place -= 1;
    return place;
  }

  function put(added: Datapoints, resolution: number): void {
    const start = Math.floor(added.start / resolution) * resolution;
    const place = placeOf(start);
    const there = points[place];
    if (there?.start === start) points[place] = merge(there, added);
    else points.splice(place, 0, { ...added, start });
  }

  return {
    put,
    between: (from, to) => points.slice(placeOf(from), placeOf(to)),
    lastAt: () => points.at(-1)?.start ?? 0,
    size: () => points.length,
    trim(now) {
      const fine = placeOf(Math.floor((now - KEPT_FINE) / MINUTE) * MINUTE);
      const old = points.slice(placeOf(now - KEPT), fine);
      const rest = points.slice(fine);
      points = [];
      for (const coarse of old) put(coarse, MINUTE);
      points.push(...rest);
    },
  };
}
