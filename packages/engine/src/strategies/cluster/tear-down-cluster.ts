import type { Duration } from '../../model/duration.ts';
import type { ObservedCluster, ObservedMember, ObservedVolume } from '../../model/observed-cluster.ts';
import { latest, shows } from '../moments.ts';
import type { ClusterFolded } from './cluster-rollout.ts';
import { wait } from './cluster-task.ts';
import type { ClusterDecision } from './cluster-task.ts';
import { holderOf } from './member-view.ts';
import { orderAll, releaseAll, stopAll } from './stand-still.ts';
import type { Standstill } from './stand-still.ts';

/** The end of a cluster as it was ordered, and what its journal tells. */
export interface ClusterEnd extends Pick<ClusterFolded, 'acts' | 'actedAt'> {
  readonly number: number;
  /** Of every volume, once nothing writes to it any more. */
  readonly snapshots: boolean;
  /** Only by a person's explicit word, or for a rehearsal. */
  readonly deleteData: boolean;
  readonly stopDeadline: Duration;
  readonly startedAt: Date;
  readonly interrupted: boolean;
}

interface Ending extends Standstill {
  readonly end: ClusterEnd;
}

/** Everything of a cluster goes but its data: members are stopped, their volumes let go, and snapshots made of them. */
export function tearDownCluster(observed: ObservedCluster, end: ClusterEnd, now: Date): ClusterDecision {
  if (end.interrupted) return { kind: 'stop', reason: 'interrupted; the next command goes on with it' };
  const fresh = shows(latest(end.startedAt, end.actedAt), observed.at);
  const { acts, stopDeadline } = end;
  const ending = { observed, acts, stopDeadline, end, now, fresh };
  for (const rule of [stopAll, snapshotAll, releaseAll, deleteData, removeRest]) {
    const decision = rule(ending);
    if (decision !== undefined) return decision;
  }
  return { kind: 'done' };
}

type EndRule = (ending: Ending) => ClusterDecision | undefined;

/** Those that are to be deleted have to be complete; of the others it is enough that they have begun. */
const snapshotAll: EndRule = (ending) => {
  const { observed, end } = ending;
  if (!end.snapshots) return undefined;
  const enough = end.deleteData ? ['completed'] : ['completed', 'pending'];
  const made = observed.snapshots.filter(({ rollout, state }) => rollout === end.number && state !== 'error');
  const of = (member: ObservedMember, volume: string) =>
    made.find((snapshot) => snapshot.member === member.name && snapshot.volume === volume);
  const lacking = observed.members.filter((member) =>
    member.volumes.some(({ name }) => of(member, name) === undefined),
  );
  const [first] = lacking;
  if (first !== undefined) {
    const members = lacking.map(({ name }) => name);
    return orderAll(ending, [{ kind: 'snapshot-members', members, rollout: end.number }]);
  }
  const open = made.filter(({ state }) => !enough.includes(state));
  return open.length === 0 ? undefined : wait(`${open.map(({ id }) => id).join(', ')} to be complete`);
};

/** Of a member, those too that restores have put others in the place of. */
export const allVolumes = ({ volumes, replaced = [] }: ObservedMember): readonly ObservedVolume[] => [
  ...volumes,
  ...replaced,
];

const deleteData: EndRule = (ending) => {
  const { observed, end, fresh } = ending;
  const full = observed.members.filter((member) =>
    allVolumes(member).some(({ state }) => state !== 'deleting'),
  );
  if (!end.deleteData || full.length === 0) return undefined;
  if (!fresh) return wait('the volumes to be seen as they are');
  const held = full.flatMap(allVolumes).filter((volume) => holderOf(volume) !== undefined);
  if (held.length > 0) return wait(`${held.map(({ id }) => id).join(', ')} to be let go`);
  return orderAll(
    ending,
    full.map(({ name: member }) => ({ kind: 'delete-volumes', member })),
  );
};

/** Volumes and snapshots may stay; nothing else does. */
const removeRest: EndRule = (ending) => {
  const { observed, fresh } = ending;
  const left =
    observed.securityGroup !== undefined ||
    observed.loadBalancer !== undefined ||
    observed.templates.length > 0 ||
    observed.members.some(({ networkInterface }) => networkInterface !== undefined);
  if (left) return orderAll(ending, [{ kind: 'remove-cluster' }]);
  // A look from before the order to launch the last instance may lack it.
  return fresh ? undefined : wait('nothing to be left');
};
