import type { ObservedCluster, ObservedMember } from '../../model/observed-cluster.ts';
import type { ReleaseId } from '../../model/release.ts';

/** The release that a member runs, where it runs. */
export const releaseRunBy = ({ instances }: ObservedMember): ReleaseId | undefined =>
  instances.find(({ state }) => state === 'running')?.release;

/** Whether these members run a release, all of them. Whether they are well is a heal's to know. */
export const allRun = ({ members }: ObservedCluster, names: readonly string[], release: ReleaseId): boolean =>
  names.every((name) => members.some((one) => one.name === name && releaseRunBy(one) === release));

/** Members that run another release than this one, each with it. */
export const membersOnOthers = (
  { members }: ObservedCluster,
  release: ReleaseId,
): readonly { readonly name: string; readonly release: ReleaseId }[] =>
  members.flatMap((member) => {
    const run = releaseRunBy(member);
    return run === undefined || run === release ? [] : [{ name: member.name, release: run }];
  });
