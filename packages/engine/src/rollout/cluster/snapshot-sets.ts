import type { ObservedSnapshot } from '../../model/observed-cluster.ts';

/** Snapshots that belong together: those before one rollout, or those that a schedule made at one time. */
export interface SnapshotSet {
  /** As a person names it: `#12`, or the time of its first one, `2026-11-21T14:00:00Z`. */
  readonly name: string;
  readonly at: Date;
  /** The newest usable one of each volume. */
  readonly snapshots: readonly ObservedSnapshot[];
}

/** A schedule makes the snapshots of all volumes one after the other, and starts once an hour at most. */
const sameTime = 30 * 60_000;

/** All sets that there are of a cluster, newest first. Snapshots that failed belong to none. */
export function snapshotSets(snapshots: readonly ObservedSnapshot[]): readonly SnapshotSet[] {
  const usable = snapshots
    .filter(({ state }) => state !== 'error')
    .sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
  const numbers = [...new Set(usable.flatMap(({ rollout }) => rollout ?? []))];
  const ofRollouts = numbers.map((number) =>
    setOf(
      usable.filter(({ rollout }) => rollout === number),
      `#${number}`,
    ),
  );
  const sets = [...ofRollouts, ...ofSchedule(usable.filter(({ rollout }) => rollout === undefined))];
  return sets.sort((a, b) => b.at.getTime() - a.at.getTime());
}

function ofSchedule(snapshots: readonly ObservedSnapshot[]): readonly SnapshotSet[] {
  const groups: ObservedSnapshot[][] = [];
  for (const snapshot of snapshots) {
    const group = groups.at(-1);
    const [first] = group ?? [];
    const joins =
      first !== undefined &&
      snapshot.startedAt.getTime() - first.startedAt.getTime() < sameTime &&
      group?.some((one) => isSameVolume(one, snapshot)) === false;
    if (joins) group?.push(snapshot);
    else groups.push([snapshot]);
  }
  return groups.map((group) => setOf(group, timeOf(group[0]?.startedAt ?? new Date(0))));
}

function setOf(snapshots: readonly ObservedSnapshot[], name: string): SnapshotSet {
  const newest = snapshots.filter(
    (snapshot, index) => !snapshots.slice(index + 1).some((later) => isSameVolume(snapshot, later)),
  );
  return { name, at: snapshots[0]?.startedAt ?? new Date(0), snapshots: newest };
}

const isSameVolume = (one: ObservedSnapshot, other: ObservedSnapshot): boolean =>
  one.member === other.member && one.volume === other.volume;

/** `2026-11-21T14:00:00Z` */
const timeOf = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z');
