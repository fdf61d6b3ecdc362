import { releaseOn } from '../model/observed.ts';
import type { Observed } from '../model/observed.ts';
import { releaseNumber } from '../model/release.ts';
import type { ReleaseId } from '../model/release.ts';

/** The highest number ever given, also where the records were lost and the cloud still knows. */
export function lastNumber(observed: Observed, releases: readonly ReleaseId[]): ReleaseId | undefined {
  const known = [...releases, ...observed.sides.flatMap((side) => [side.release, releaseOn(side)])];
  return known.sort((a, b) => releaseNumber(a) - releaseNumber(b)).at(-1);
}
