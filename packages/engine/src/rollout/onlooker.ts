import { shows } from '../strategies/moments.ts';
import { withPatience } from './patience.ts';
import type { RolloutPorts } from './ports.ts';

/** Looks at the cloud again and again, and asks what seldom changes only as often as it must. */
export interface Onlooker<T> {
  /** What is there; `actedAt`: when something was last done to it. */
  look(actedAt: Date | undefined): Promise<T>;
}

/** An onlooker that has seen nothing yet, or just this. What was done since, the cloud's port knows itself. */
export function createOnlooker<T extends { readonly at: Date }>(
  observe: (previous: T | undefined) => Promise<T>,
  ports: Pick<RolloutPorts, 'clock' | 'poll' | 'emit'>,
  seen?: T,
): Onlooker<T> {
  const { clock } = ports;
  const begun = clock.now();
  let last = seen;
  /** What a look takes over from the last is as old as the last that took over nothing. */
  let wholeAt = seen?.at ?? begun;
  return {
    async look(actedAt = begun) {
      // A whole look from shortly after an act may lack what was made; it is done over once, when none can.
      const isStale = (): boolean => shows(actedAt, clock.now()) && !shows(actedAt, wholeAt);
      for (;;) {
        if (isStale()) last = undefined;
        if (last === undefined) wholeAt = clock.now();
        const previous = last;
        last = await withPatience(ports, () => observe(previous));
        // The call may have taken, or been tried, for so long that it is due by now.
        if (previous === undefined || !isStale()) return last;
      }
    },
  };
}
