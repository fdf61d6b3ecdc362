import { ImagoError } from '../../errors/imago-error.ts';
import type { ClusterSettings } from '../../model/cluster.ts';
import type { ObservedSnapshot } from '../../model/observed-cluster.ts';
import { snapshotSets } from './snapshot-sets.ts';
import type { SnapshotSet } from './snapshot-sets.ts';

/** What a restore makes volumes from. */
export interface ChosenSnapshots {
  /** As a person names it. */
  readonly set: string;
  readonly at: Date;
  /** Ids by member and volume. */
  readonly snapshots: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What a person asks for. */
export interface SnapshotChoice {
  /** A rollout's number, the beginning of a time, or a snapshot's id; undefined: it is to be said what there is. */
  readonly wanted: string | undefined;
  readonly member: string | undefined;
}

type Shape = Pick<ClusterSettings, 'members' | 'volumes'>;

/** Finds the snapshots that a person means, one of every volume that is to be restored; else says what there is. */
export function chooseSnapshots(
  all: readonly ObservedSnapshot[],
  { wanted, member }: SnapshotChoice,
  settings: Shape,
): ChosenSnapshots {
  const names = settings.members.map(({ name }) => name);
  if (member !== undefined && !names.includes(member)) {
    throw refused(`there is no member ${member}`, `write one of ${names.join(', ')}`);
  }
  const sets = snapshotSets(all);
  if (wanted === undefined) throw refused('--snapshot is missing', listOf(sets, settings));
  if (wanted.startsWith('snap-')) return chooseOne(all, { wanted, member }, settings, sets);
  const found = sets.filter(({ name }) => isMeant(name, wanted));
  const [set] = found;
  if (set === undefined) throw refused(`there is no set of snapshots ${wanted}`, listOf(sets, settings));
  if (found.length > 1) {
    const fix = `write more of the time: ${found.map(({ name }) => name).join(', ')}`;
    throw refused(`${wanted} may be ${found.length} sets of snapshots`, fix);
  }
  const chosen = (member === undefined ? names : [member]).map((name) => ({
    name,
    of: settings.volumes.map((volume) => ({
      volume: volume.name,
      snapshot: set.snapshots.find((one) => one.member === name && one.volume === volume.name),
    })),
  }));
  const lacking = chosen.flatMap(({ name, of }) =>
    of.flatMap(({ volume, snapshot }) => (snapshot === undefined ? [`${volume} of ${name}`] : [])),
  );
  if (settings.volumes.length === 0) {
    throw refused('the cluster has no volumes', 'restore a cluster that keeps data on volumes');
  }
  if (lacking.length > 0) throw refused(`${set.name} has no ${lacking.join(', ')}`, listOf(sets, settings));
  checkComplete(chosen.flatMap(({ of }) => of.flatMap(({ snapshot }) => snapshot ?? [])));
  const snapshots = Object.fromEntries(
    chosen.map(({ name, of }) => [
      name,
      Object.fromEntries(of.map(({ volume, snapshot }) => [volume, snapshot?.id ?? ''])),
    ]),
  );
  return { set: set.name, at: set.at, snapshots };
}

/** One snapshot is of one volume of one member, and of no other's. */
function chooseOne(
  all: readonly ObservedSnapshot[],
  { wanted, member }: SnapshotChoice,
  { members, volumes }: Shape,
  sets: readonly SnapshotSet[],
): ChosenSnapshots {
  const shape = { members, volumes };
  const found = all.find(({ id }) => id === wanted);
  if (found === undefined) throw refused(`the cluster has no snapshot ${wanted}`, listOf(sets, shape));
  if (member !== undefined && found.member !== member) {
    const fix = `leave --member out, or write one of a snapshot of ${member}`;
    throw refused(`${wanted} is of ${found.member}, not of ${member}`, fix);
  }
  const known =
    members.some(({ name }) => name === found.member) && volumes.some(({ name }) => name === found.volume);
  if (!known) {
    throw refused(
      `${wanted} is of ${found.volume} of ${found.member}, which is no more`,
      listOf(sets, shape),
    );
  }
  checkComplete([found]);
  return { set: found.id, at: found.startedAt, snapshots: { [found.member]: { [found.volume]: found.id } } };
}

/** CreateVolume takes no snapshot that is on its way, and the cluster would stand still for as long. */
function checkComplete(snapshots: readonly ObservedSnapshot[]): void {
  const open = snapshots.filter(({ state }) => state !== 'completed');
  if (open.length === 0) return;
  const ids = open.map(({ id, state }) => `${id} (${state})`).join(', ');
  throw refused(
    `not yet complete: ${ids}`,
    'wait until Elastic Block Store has written them, or take another set',
  );
}

/** `12` and `#12` are rollouts; a time may be cut off anywhere behind its day. */
const isMeant = (name: string, wanted: string): boolean =>
  name === wanted ||
  name === `#${wanted}` ||
  (/^\d{4}-\d\d-\d\d/.test(wanted) && name.startsWith(wanted.replace(' ', 'T')));

function listOf(sets: readonly SnapshotSet[], { members, volumes }: Shape): string {
  if (sets.length === 0) return 'there are no snapshots: a deploy makes some before its first member';
  const lines = sets.map(({ name, at, snapshots }) => {
    const whole = members.filter((member) =>
      volumes.every((volume) =>
        snapshots.some((one) => one.member === member.name && one.volume === volume.name),
      ),
    );
    const of = whole.length === members.length ? 'every member' : whole.map((one) => one.name).join(', ');
    const time = name.startsWith('#') ? `  ${at.toISOString().slice(0, 19)}Z` : '';
    return `  ${name}${time}  ${of === '' ? 'no member of today' : of}`;
  });
  return ["write --snapshot '#N', a time, or the id of a snapshot; there are:", ...lines].join('\n');
}

const refused = (message: string, fix: string): ImagoError =>
  new ImagoError({ code: 'no-snapshots', source: 'user', message, fix });
