import { seconds } from '../model/duration.ts';
import type { Duration } from '../model/duration.ts';

/** How old a look at the cloud may be: AWS answers from copies that follow within seconds. */
export const lookAge: Duration = seconds(6);

/** The moment that long after another. */
export const after = (time: Date, { milliseconds }: Duration): Date =>
  new Date(time.getTime() + milliseconds);

/** The latest of moments, those left out that have not come. */
export const latest = (first: Date, ...others: readonly (Date | undefined)[]): Date =>
  others.reduce((last: Date, time) => (time !== undefined && time > last ? time : last), first);

/** Whether a look at `now` shows what was done at `time`, however far behind it is. */
export const shows = (time: Date, now: Date): boolean => now >= after(time, lookAge);
