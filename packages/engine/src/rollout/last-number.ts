import { releaseOn } from '../model/observed.ts';
import { releaseNumber } from '../model/release.ts';
import type { ReleaseId } from '../model/release.ts';
import { isCluster } from './subject.ts';
import type { Seen } from './subject.ts';

/** The highest number ever given, also where the records were lost and the cloud still knows. */
export function lastNumber(seen: Seen, releases: readonly ReleaseId[]): ReleaseId | undefined {
  const known = [...releases, ...releasesIn(seen)];
  return known.sort((a, b) => releaseNumber(a) - releaseNumber(b)).at(-1);
}

/** Releases that the cloud knows of. */
export function releasesIn(seen: Seen): readonly ReleaseId[] {
  if (!isCluster(seen)) return seen.sides.flatMap((side) => [side.release, releaseOn(side)]);
  const instances = seen.members.flatMap((member) => member.instances);
  return [...seen.templates, ...instances.flatMap(({ release }) => release ?? [])];
}
