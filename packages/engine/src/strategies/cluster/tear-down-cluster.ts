import type { ClusterAction } from '../../model/cluster-action.ts';
import type { Duration } from '../../model/duration.ts';
import type {
  ObservedCluster,
  ObservedMember,
  ObservedMemberInstance,
} from '../../model/observed-cluster.ts';
import { after, latest, shows } from '../moments.ts';
import type { ClusterFolded } from './cluster-rollout.ts';
import { wait, wasOrdered } from './cluster-task.ts';
import type { ClusterDecision } from './cluster-task.ts';
import { holderOf } from './member-view.ts';

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

interface Ending {
  readonly observed: ObservedCluster;
  readonly end: ClusterEnd;
  readonly now: Date;
  readonly fresh: boolean;
}

/** Everything of a cluster goes but its data: members are stopped, their volumes let go, and snapshots made of them. */
export function tearDownCluster(observed: ObservedCluster, end: ClusterEnd, now: Date): ClusterDecision {
  if (end.interrupted) return { kind: 'stop', reason: 'interrupted; the next command goes on with it' };
  const fresh = shows(latest(end.startedAt, end.actedAt), observed.at);
  const ending = { observed, end, now, fresh };
  for (const rule of [stopAll, snapshotAll, releaseAll, deleteData, removeRest]) {
    const decision = rule(ending);
    if (decision !== undefined) return decision;
  }
  return { kind: 'done' };
}

type EndRule = (ending: Ending) => ClusterDecision | undefined;

/** In order, and by force what takes too long. */
const stopAll: EndRule = (ending) => {
  const { end, now } = ending;
  const running = instancesOf(ending, ['pending', 'running', 'stopping']);
  const actions = running.flatMap(({ member, instance }): readonly ClusterAction[] => {
    const { id, state } = instance;
    const stop = { kind: 'stop-member', member: member.name, instance: id } as const;
    const ordered = end.acts.findLast(
      ({ action }) => action.kind === 'stop-member' && action.instance === id,
    );
    const late = ordered !== undefined && now >= after(ordered.at, end.stopDeadline);
    if (state === 'stopping') return late ? [{ ...stop, force: true }] : [];
    if (state === 'running') return [{ ...stop, force: false }];
    // What has no volume yet has nothing to write down.
    const empty = member.volumes.every((volume) => holderOf(volume) !== id);
    return empty && ordered === undefined
      ? [{ kind: 'terminate-member', member: member.name, instance: id }]
      : [];
  });
  return act(ending, actions) ?? (running.length > 0 ? wait('all members to be stopped') : undefined);
};

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
    return act(ending, [{ kind: 'snapshot-members', members, rollout: end.number }]);
  }
  const open = made.filter(({ state }) => !enough.includes(state));
  return open.length === 0 ? undefined : wait(`${open.map(({ id }) => id).join(', ')} to be complete`);
};

const releaseAll: EndRule = (ending) => {
  const stopped = instancesOf(ending, ['stopped']);
  const actions = stopped.flatMap(({ member, instance }): readonly ClusterAction[] => {
    const of = { member: member.name, instance: instance.id };
    const held = member.volumes.filter((volume) => holderOf(volume) === instance.id);
    if (held.length === 0) return [{ kind: 'terminate-member', ...of }];
    const leaving = held.every(({ attachment }) => attachment?.state === 'detaching');
    return leaving ? [] : [{ kind: 'detach-volumes', ...of }];
  });
  const ordered = act(ending, actions);
  if (ordered !== undefined) return ordered;
  const left = instancesOf(ending, ['stopped', 'shutting-down']);
  return left.length > 0 ? wait('all instances to end') : undefined;
};

const deleteData: EndRule = (ending) => {
  const { observed, end, fresh } = ending;
  const full = observed.members.filter(({ volumes }) => volumes.some(({ state }) => state !== 'deleting'));
  if (!end.deleteData || full.length === 0) return undefined;
  if (!fresh) return wait('the volumes to be seen as they are');
  const held = full.flatMap(({ volumes }) => volumes).filter((volume) => holderOf(volume) !== undefined);
  if (held.length > 0) return wait(`${held.map(({ id }) => id).join(', ')} to be let go`);
  return act(
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
  if (left) return act(ending, [{ kind: 'remove-cluster' }]);
  // A look from before the order to launch the last instance may lack it.
  return fresh ? undefined : wait('nothing to be left');
};

/** Orders what was not ordered since the look that this one may be. */
function act({ end, fresh }: Ending, actions: readonly ClusterAction[]): ClusterDecision | undefined {
  const due = fresh ? actions : actions.filter((action) => !wasOrdered(end, action));
  if (due.length > 0) return { kind: 'act', actions: due };
  return actions.length > 0 ? wait('what was ordered to show') : undefined;
}

const instancesOf = (
  { observed }: Ending,
  states: readonly ObservedMemberInstance['state'][],
): readonly { readonly member: ObservedMember; readonly instance: ObservedMemberInstance }[] =>
  observed.members.flatMap((member) =>
    member.instances.filter(({ state }) => states.includes(state)).map((instance) => ({ member, instance })),
  );
