import type { ObservedCluster, ObservedMember } from '../../model/observed-cluster.ts';
import type { Release, ReleaseId } from '../../model/release.ts';

/** The release that a member runs, where it runs. */
export const releaseRunBy = ({ instances }: ObservedMember): ReleaseId | undefined =>
  instances.find(({ state }) => state === 'running')?.release;

/** Whether these members run a release, all of them. Whether they are well is a heal's to know. */
export const allRun = ({ members }: ObservedCluster, names: readonly string[], release: ReleaseId): boolean =>
  names.every((name) => members.some((one) => one.name === name && releaseRunBy(one) === release));

/** A release that is just what is wanted, and that members run already: others need only come to it. */
export const begunRelease = (
  { members }: ObservedCluster,
  digest: string | undefined,
  releases: readonly (Release | undefined)[],
): Release | undefined =>
  releases.find(
    (release) => release?.digest === digest && members.some((one) => releaseRunBy(one) === release?.id),
  );

/** Whether nothing but that release runs, so that all that is missing of it is what is down. */
export const isAlone = ({ members }: ObservedCluster, release: ReleaseId): boolean =>
  members.every((member) => (releaseRunBy(member) ?? release) === release);
