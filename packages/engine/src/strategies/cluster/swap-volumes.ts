import type { ObservedMember, ObservedVolume } from '../../model/observed-cluster.ts';
import type { ClusterTask } from './cluster-task.ts';

/** What has to be done to the volumes of a member, one after the other, until they are those that are wanted. */
export interface Swap {
  readonly member: string;
  /** Are the member's, and should not be. */
  readonly aside: readonly ObservedVolume[];
  /** Were the member's, and should be. */
  readonly back: readonly ObservedVolume[];
  /** Snapshots to make volumes from, by the volumes' names. */
  readonly make: Readonly<Record<string, string>>;
}

/** Members whose volumes are not yet those that a restore makes. A volume tells which restore it was made by. */
export function swapsForward({ rollout, observed }: ClusterTask): readonly Swap[] {
  const { number, snapshots = {} } = rollout;
  return Object.entries(snapshots).flatMap(([member, wanted]): readonly Swap[] => {
    const volumes = volumesOf(observed.members.find(({ name }) => name === member));
    const aside = volumes.filter(
      ({ name, restoredBy }) => wanted[name] !== undefined && restoredBy !== number,
    );
    const missing = Object.entries(wanted).filter(
      ([name]) => !volumes.some((volume) => volume.name === name),
    );
    if (aside.length === 0 && missing.length === 0) return [];
    return [{ member, aside, back: [], make: Object.fromEntries(missing) }];
  });
}

/**
 * Members whose volumes are not yet those that they had before the restore. What was restored in the place of a volume
 * that was gone stays: there is nothing else.
 */
export function swapsBack({ rollout, observed }: ClusterTask): readonly Swap[] {
  const { number } = rollout;
  return observed.members.flatMap((member): readonly Swap[] => {
    const back = (member.replaced ?? []).filter(
      ({ replacedBy, restoredBy }) => replacedBy === number && restoredBy !== number,
    );
    const aside = volumesOf(member).filter(
      ({ name, restoredBy }) => restoredBy === number && back.some((volume) => volume.name === name),
    );
    return aside.length === 0 && back.length === 0 ? [] : [{ member: member.name, aside, back, make: {} }];
  });
}

const volumesOf = (member: ObservedMember | undefined): readonly ObservedVolume[] =>
  (member?.volumes ?? []).filter(({ state }) => state !== 'deleting');
