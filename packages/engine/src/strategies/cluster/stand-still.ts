import type { ClusterAction } from '../../model/cluster-action.ts';
import type { Duration } from '../../model/duration.ts';
import type {
  ObservedCluster,
  ObservedMember,
  ObservedMemberInstance,
} from '../../model/observed-cluster.ts';
import { after } from '../moments.ts';
import type { ClusterFolded } from './cluster-rollout.ts';
import { wait, wasOrdered } from './cluster-task.ts';
import type { ClusterDecision } from './cluster-task.ts';
import { isStuck } from './is-stuck.ts';
import { holderOf } from './member-view.ts';

/** A cluster that is to stand still as a whole, because a person wants it to. */
export interface Standstill {
  readonly observed: ObservedCluster;
  readonly acts: ClusterFolded['acts'];
  readonly stopDeadline: Duration;
  readonly now: Date;
  /** The look shows all that was done. */
  readonly fresh: boolean;
}

/** In order, and by force what takes too long. */
export function stopAll(still: Standstill): ClusterDecision | undefined {
  const { acts, stopDeadline, now } = still;
  const running = instancesOf(still, ['pending', 'running', 'stopping']);
  const actions = running.flatMap(({ member, instance }): readonly ClusterAction[] => {
    const { id, state } = instance;
    const stop = { kind: 'stop-member', member: member.name, instance: id } as const;
    const ordered = acts.findLast(({ action }) => action.kind === 'stop-member' && action.instance === id);
    const late = ordered !== undefined && now >= after(ordered.at, stopDeadline);
    if (state === 'stopping') return late ? [{ ...stop, force: true }] : [];
    if (state === 'running') return [{ ...stop, force: false }];
    // What has no volume yet has nothing to write down. A look that is behind may show as pending what runs with its own.
    const empty = still.fresh && member.volumes.every((volume) => holderOf(volume) !== id);
    return empty && ordered === undefined
      ? [{ kind: 'terminate-member', member: member.name, instance: id }]
      : [];
  });
  return orderAll(still, actions) ?? (running.length > 0 ? wait('all members to be stopped') : undefined);
}

/** Volumes of what is stopped are let go, and then it ends. */
export function releaseAll(still: Standstill): ClusterDecision | undefined {
  const stopped = instancesOf(still, ['stopped']);
  const actions = stopped.flatMap(({ member, instance }): readonly ClusterAction[] => {
    const of = { member: member.name, instance: instance.id };
    const held = member.volumes.filter((volume) => holderOf(volume) === instance.id);
    if (held.length === 0) return [{ kind: 'terminate-member', ...of }];
    const leaving = held.every(({ attachment }) => attachment?.state === 'detaching');
    const { acts, stopDeadline, now } = still;
    if (leaving && isStuck(acts, instance.id, stopDeadline, now))
      return [{ kind: 'terminate-member', ...of }];
    return leaving ? [] : [{ kind: 'detach-volumes', ...of }];
  });
  const ordered = orderAll(still, actions);
  if (ordered !== undefined) return ordered;
  const left = instancesOf(still, ['stopped', 'shutting-down']);
  return left.length > 0 ? wait('all instances to end') : undefined;
}

/** Orders what was not ordered since the look that this one may be. */
export function orderAll(
  { acts, fresh }: Pick<Standstill, 'acts' | 'fresh'>,
  actions: readonly ClusterAction[],
): ClusterDecision | undefined {
  const due = fresh ? actions : actions.filter((action) => !wasOrdered({ acts }, action));
  if (due.length > 0) return { kind: 'act', actions: due };
  return actions.length > 0 ? wait('what was ordered to show') : undefined;
}

const instancesOf = (
  { observed }: Standstill,
  states: readonly ObservedMemberInstance['state'][],
): readonly { readonly member: ObservedMember; readonly instance: ObservedMemberInstance }[] =>
  observed.members.flatMap((member) =>
    member.instances.filter(({ state }) => states.includes(state)).map((instance) => ({ member, instance })),
  );
